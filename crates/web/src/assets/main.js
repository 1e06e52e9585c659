// Every page reads without these; each adds one thing to do.
import "./place.js";
import "./cite.js";
import "./compare.js";
import "./keys.js";
import "./name.js";
