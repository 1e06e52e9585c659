// Every page reads without these; each adds one thing to do.
import "./cite.js";
import "./place.js";
import "./compare.js";
import "./keys.js";
import "./name.js";
