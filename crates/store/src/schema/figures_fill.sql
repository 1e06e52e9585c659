-- Fills the tables of figures from the reports, the links, and what people corrected.
INSERT INTO report_days
SELECT r.id, coalesce(CASE WHEN d.report IS NULL THEN r.published ELSE d.published END, '')
FROM reports r LEFT JOIN corrected_dates d ON d.report = r.id;

-- Outlets stand behind the texts of the reports: asked for each attribution, they would be read over and over.
CREATE TEMP TABLE outlet_of (report TEXT PRIMARY KEY NOT NULL, outlet TEXT) WITHOUT ROWID;
INSERT INTO outlet_of SELECT id, outlet FROM reports ORDER BY id;

INSERT INTO story_figures
SELECT s.id,
       (SELECT count(*) FROM story_reports x WHERE x.story = s.id),
       (SELECT count(*) FROM story_reports x WHERE x.story = s.id
        AND NOT EXISTS (SELECT 1 FROM lineage l WHERE l.to_report = x.report AND l.kind <> 'cites'
                        AND l.from_report IS NOT NULL AND l.directed)
        -- Of two that share text while it is open who was first, one counts.
        AND NOT EXISTS (SELECT 1 FROM lineage l JOIN story_reports y ON y.report = l.from_report AND y.story = s.id
                        WHERE l.to_report = x.report AND l.kind <> 'cites' AND NOT l.directed
                        AND NOT EXISTS (SELECT 1 FROM lineage m WHERE m.to_report = y.report AND m.kind <> 'cites'
                                        AND m.from_report IS NOT NULL AND m.directed))),
       (SELECT count(DISTINCT o.outlet) FROM story_reports x JOIN outlet_of o ON o.report = x.report WHERE x.story = s.id),
       (SELECT min(nullif(d.day, '')) FROM story_reports x JOIN report_days d ON d.report = x.report WHERE x.story = s.id),
       (SELECT max(nullif(d.day, '')) FROM story_reports x JOIN report_days d ON d.report = x.report WHERE x.story = s.id),
       NULL, NULL,
       (SELECT count(*) FROM claims c WHERE c.story = s.id),
       (SELECT count(*) FROM claims c WHERE c.story = s.id
        AND EXISTS (SELECT 1 FROM statements t WHERE t.claim = c.id AND t.stance = 'denies')),
       (SELECT count(*) FROM claims c JOIN claim_changes d ON d.claim = c.id WHERE c.story = s.id) +
       (SELECT count(*) FROM quote_changes d JOIN story_reports x ON x.report = d.report
        WHERE x.story = s.id),
       (SELECT count(DISTINCT l.to_report || coalesce(l.from_report, l.from_source))
        FROM lineage l JOIN story_reports x ON x.report = l.to_report
        WHERE x.story = s.id AND l.kind <> 'cites' AND l.directed AND NOT l.credited)
FROM stories s;

CREATE TEMP TABLE repeated AS
SELECT c.story, c.id, count(DISTINCT t.report) AS reports, c.position
FROM claims c JOIN statements t ON t.claim = c.id WHERE t.stance = 'affirms'
GROUP BY c.id HAVING reports > 1;
CREATE INDEX temp.repeated_by_story ON repeated (story, reports DESC, position);
UPDATE story_figures SET (claim, claim_reports) =
    (SELECT p.id, p.reports FROM repeated p WHERE p.story = story_figures.story
     ORDER BY p.reports DESC, p.position LIMIT 1);
DROP TABLE temp.repeated;

CREATE TEMP VIEW held AS
SELECT a.id, a.report, CASE WHEN c.attribution IS NULL THEN a.source ELSE c.source END AS source
FROM attributions a LEFT JOIN corrected_attributions c ON c.attribution = a.id;
CREATE TEMP TABLE named AS
SELECT DISTINCT a.id, a.report, coalesce(x.source, a.source) AS source
FROM temp.held a LEFT JOIN source_aliases x ON x.alias = a.source WHERE a.source IS NOT NULL
UNION
SELECT a.id, a.report, coalesce(x.source, v.source)
FROM attribution_via v JOIN attributions a ON a.id = v.attribution
LEFT JOIN source_aliases x ON x.alias = v.source
WHERE NOT EXISTS (SELECT 1 FROM corrected_attributions c WHERE c.attribution = a.id)
UNION
SELECT a.id, a.report, coalesce(x.source, v.source)
FROM corrected_via v JOIN attributions a ON a.id = v.attribution
LEFT JOIN source_aliases x ON x.alias = v.source;
INSERT INTO source_figures
SELECT n.source, count(*), count(DISTINCT n.report), count(DISTINCT coalesce(o.outlet, ''))
FROM named n JOIN outlet_of o ON o.report = n.report JOIN sources s ON s.id = n.source GROUP BY n.source;
INSERT INTO citations
SELECT coalesce(o.outlet, ''), n.source, count(*)
FROM named n JOIN outlet_of o ON o.report = n.report JOIN sources s ON s.id = n.source GROUP BY 1, 2;
DROP TABLE temp.named;

INSERT INTO outlet_figures
WITH told (outlet, kind) AS MATERIALIZED (
    SELECT coalesce(o.outlet, ''),
           -- Whoever a person named may be no source of that report by itself.
           coalesce(s.kind, (SELECT c.kind FROM sources c WHERE c.id = a.source))
    FROM temp.held a
    JOIN outlet_of o ON o.report = a.report
    LEFT JOIN report_sources s ON s.report = a.report AND s.id = a.source)
SELECT n.outlet, n.reports, coalesce(k.people, 0), coalesce(k.organizations, 0), coalesce(k.outlets, 0),
       coalesce(k.documents, 0), coalesce(k.anonymous, 0), coalesce(k.unknown, 0)
FROM (SELECT coalesce(outlet, '') AS outlet, count(*) AS reports FROM outlet_of GROUP BY 1) n
LEFT JOIN (SELECT outlet,
                  count(CASE kind WHEN 'person' THEN 1 END) AS people,
                  count(CASE kind WHEN 'organization' THEN 1 END) AS organizations,
                  count(CASE kind WHEN 'outlet' THEN 1 END) AS outlets,
                  count(CASE kind WHEN 'document' THEN 1 END) AS documents,
                  count(CASE kind WHEN 'anonymous' THEN 1 END) AS anonymous,
                  count(CASE WHEN kind IS NULL THEN 1 END) AS unknown
           FROM told GROUP BY outlet) k ON k.outlet = n.outlet;
DROP VIEW temp.held;
DROP TABLE temp.outlet_of;
