//! What a page shows, as CSV or JSON.

use backstory_show::table::{Cell, Table};

/// In what form a page is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    #[default]
    Html,
    Csv,
    Json,
}

/// A table as a spreadsheet reads it: quoted where needed, lines ended by CR LF. A cell that a spreadsheet would run
/// as a formula is led by an apostrophe, for its words come from reports.
pub(crate) fn csv(table: &Table) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let fault = "writing to memory does not fail";
    writer.write_record(&table.columns).expect(fault);
    for row in &table.rows {
        let cells = row.iter().map(|cell| match cell {
            Cell::Text(text) if text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']) => {
                format!("'{text}")
            }
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::None => String::new(),
        });
        writer.write_record(cells).expect(fault);
    }
    writer.into_inner().unwrap_or_default()
}

/// A table as a list of objects.
pub(crate) fn json(table: &Table) -> String {
    let rows: Vec<serde_json::Value> = table
        .rows
        .iter()
        .map(|row| {
            let object = table.columns.iter().zip(row).map(|(column, cell)| {
                let value = match cell {
                    Cell::Text(text) => serde_json::Value::from(text.as_str()),
                    Cell::Number(number) => serde_json::Value::from(*number),
                    Cell::None => serde_json::Value::Null,
                };
                ((*column).to_owned(), value)
            });
            serde_json::Value::Object(object.collect())
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&rows).expect("text and numbers are always written");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let table = Table {
            columns: vec!["words", "n"],
            rows: vec![
                vec![Cell::Text("=HYPERLINK(\"x\")".into()), Cell::Number(-3)],
                vec![Cell::Text("a, \"b\"\nc".into()), Cell::None],
            ],
        };
        let text = String::from_utf8(csv(&table)).expect("text");
        assert_eq!(text, "words,n\r\n\"'=HYPERLINK(\"\"x\"\")\",-3\r\n\"a, \"\"b\"\"\nc\",\r\n");
        assert!(json(&table).contains("\"n\": null"));
    }
}
