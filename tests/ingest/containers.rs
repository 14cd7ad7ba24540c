//! Archives, workbooks and web pages; all of them written here, cell by cell and byte by byte.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use thalweg::domain::{Cause, Findings, Severity};
use thalweg::ingest::{Profiles, RawTable, parts, read};

use crate::common::{fixture, import, one, receipt, tell, values};

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// The one finding about a file of which nothing was read.
fn refused(bytes: &[u8], name: &str, message: &str) {
    let (tables, findings) = import(bytes, name);
    assert!(tables.is_empty(), "{name}");
    let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{name}: {told:?}");
    let finding = findings.iter().next().unwrap();
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(finding.cause, Cause::NotAnExport);
    assert!(finding.message.contains(message), "{name}: {told:?}");
}

#[test]
fn gzip_is_one_text_however_many_members_it_has() {
    let text = fixture("de-gkd-csv.csv");
    let (front, back) = text.split_at(100);
    let members = [gzip(front), gzip(back)].concat();
    for bytes in [gzip(&text), members] {
        let (table, findings) = one(&bytes, "stage.csv.gz");
        assert_eq!(table.file, "stage.csv.gz!stage.csv");
        assert_eq!(&*table.bytes, &text[..]);
        assert_eq!(table.receipt, receipt([4, 3, 0, 0, 1]), "{findings:?}");
    }
}

#[test]
fn gzip_that_is_not_whole_gives_nothing() {
    let good = gzip(&fixture("de-gkd-csv.csv"));
    let cut = good[..good.len() - 12].to_vec();
    let mut crc = good.clone();
    let at = crc.len() - 8;
    crc[at..at + 4].copy_from_slice(&[0; 4]);
    refused(&cut, "cut.gz", "cannot be unpacked");
    refused(&crc, "crc.gz", "cannot be unpacked");
    refused(
        &[&good[..], b"garbage"].concat(),
        "more.gz",
        "7 bytes follow",
    );
    refused(&gzip(&vec![b'0'; 10_000_000]), "bomb.gz", "200 times");
    // The same hidden in a second member.
    let late = [good, gzip(&vec![b'0'; 10_000_000])].concat();
    refused(&late, "late.gz", "200 times");
}

#[test]
fn a_zip_of_zips_is_read_and_nothing_deeper() {
    let text = fixture("br-ana-csv.csv");
    let inner = archive(&[("vazoes_C_58476000.csv", &text)]);
    let outer = archive(&[
        ("vazoes_C_58476000.zip", &inner),
        ("leia-me.txt.gz", &gzip(&fixture("de-gkd-csv.csv"))),
    ]);
    let (tables, findings) = import(&outer, "58476000.zip");
    assert!(!findings.is_empty());
    let names: Vec<&str> = tables.iter().map(|table| table.file.as_str()).collect();
    assert_eq!(
        names,
        [
            "58476000.zip!leia-me.txt.gz!leia-me.txt",
            "58476000.zip!vazoes_C_58476000.zip!vazoes_C_58476000.csv",
        ]
    );
    assert_eq!(tables[1].receipt, receipt([92, 60, 1, 28, 3]));

    let deep = archive(&[("a.zip", &outer)]);
    let (tables, findings) = import(&deep, "deep.zip");
    assert!(tables.is_empty());
    assert!(
        findings
            .iter()
            .all(|it| it.severity == Severity::Error && it.message.contains("lies in an archive")),
        "{findings:?}"
    );
    let mut nested = text;
    for _ in 0..6 {
        nested = archive(&[("a.zip", &nested)]);
    }
    refused(&nested, "six.zip", "lies in an archive");
}

/// A cell of a sheet that is written here.
enum Cell {
    No,
    Text(&'static str),
    Number(&'static str),
    /// Serial number with the format of a date and time.
    Date(&'static str),
    Error(&'static str),
    /// A formula and its cached result, perhaps none.
    Formula(&'static str),
}
use Cell::{Date, Error, Formula, No, Number, Text};

fn cell(row: usize, column: usize, cell: &Cell) -> String {
    let at = format!(
        "{}{}",
        char::from(b'A' + u8::try_from(column).unwrap()),
        row + 1
    );
    match cell {
        No => String::new(),
        Text(text) => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        Number(text) => format!("<c r=\"{at}\"><v>{text}</v></c>"),
        Date(text) => format!("<c r=\"{at}\" s=\"1\"><v>{text}</v></c>"),
        Error(text) => format!("<c r=\"{at}\" t=\"e\"><v>{text}</v></c>"),
        Formula("") => format!("<c r=\"{at}\"><f>B1*2</f></c>"),
        Formula(text) => format!("<c r=\"{at}\"><f>B1*2</f><v>{text}</v></c>"),
    }
}

const ROOT: &str = "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

fn xlsx(sheets: &[(&str, &[&[Cell]])], from_1904: bool) -> Vec<u8> {
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut names = String::new();
    let mut relations = String::new();
    let mut files: Vec<(String, String)> = Vec::new();
    for (n, (name, rows)) in sheets.iter().enumerate() {
        let n = n + 1;
        names.push_str(&format!(
            "<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>"
        ));
        relations.push_str(&format!(
            "<Relationship Id=\"rId{n}\" Type=\"{RELATION}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        ));
        let mut data = String::new();
        for (row, cells) in rows.iter().enumerate() {
            let cells: String = cells
                .iter()
                .enumerate()
                .map(|(at, it)| cell(row, at, it))
                .collect();
            data.push_str(&format!("<row r=\"{}\">{cells}</row>", row + 1));
        }
        files.push((
            format!("xl/worksheets/sheet{n}.xml"),
            format!("<worksheet {MAIN}><sheetData>{data}</sheetData></worksheet>"),
        ));
    }
    relations.push_str(&format!(
        "<Relationship Id=\"rId99\" Type=\"{RELATION}/styles\" Target=\"styles.xml\"/>"
    ));
    let system = if from_1904 {
        "<workbookPr date1904=\"1\"/>"
    } else {
        ""
    };
    files.push((
        "xl/workbook.xml".to_owned(),
        format!(
            "<workbook {MAIN} xmlns:r=\"{RELATION}\">{system}<sheets>{names}</sheets></workbook>"
        ),
    ));
    files.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"),
    ));
    files.push((
        "xl/styles.xml".to_owned(),
        format!("<styleSheet {MAIN}><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"),
    ));
    files.push(("_rels/.rels".to_owned(), ROOT.to_owned()));
    let members: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    archive(&members)
}

/// Reads with one profile of our own: an agency's CSV, which now comes as cells.
fn with_own(bytes: &[u8], name: &str) -> (Vec<RawTable>, Findings) {
    let own = r#"
        agency = "A"
        about = "B"
        shape = "long"
        delimiter = ";"
        decimal = ","
        brackets = "[]"
        clock = "unstated"
        missing = [""]
        [recognise]
        header = ["Datum", "Abfluss"]
        [station]
        key = "Pegel"
        [time]
        column = "Datum"
        patterns = ["dd.mm.yyyy HH:MM"]
        [[series]]
        column = "Abfluss"
        quantity = "discharge"
    "#;
    let mut profiles = Profiles::default();
    profiles.add("own", own).expect("profile");
    let mut findings = Findings::new();
    let tables = read(bytes, name, &profiles, None, &mut findings);
    assert!(tables.iter().all(|table| table.receipt.balances()));
    (tables, findings)
}

const DATA: &[&[Cell]] = &[
    &[Text("Abflüsse 2024")],
    &[Text("Pegel"), Text("0815")],
    &[],
    &[Text("Datum"), Text("Abfluss [m³/s]"), Text("Bemerkung")],
    &[Date("45413"), Number("12.5")],
    &[
        Date("45413.010416666664"),
        Number("0.30000000000000004"),
        Text("Eis"),
    ],
    &[Date("45413.020833333336"), No],
    &[Date("45413.03125"), Error("#DIV/0!")],
    &[Date("45413.041666666664"), Formula("7.25")],
    &[Date("45413.052083333336"), Formula("")],
];

#[test]
fn a_sheet_is_read_like_the_text_of_its_agency() {
    let readme: &[&[Cell]] = &[&[Text("Alle Angaben ohne Gewähr")]];
    let bytes = xlsx(
        &[("Info", readme), ("Werte", DATA), ("Tabelle3", &[])],
        false,
    );
    let (tables, findings) = with_own(&bytes, "q.xlsx");
    let [table] = tables.as_slice() else {
        panic!("{findings:?}");
    };
    assert_eq!(table.file, "q.xlsx!Werte");
    assert_eq!(table.receipt, receipt([6, 3, 2, 0, 1]), "{findings:?}");
    let series = &table.series[0];
    assert_eq!(
        tell(series),
        "0815 discharge instantaneous - [m³/s] 4 2024-05-01T00:00:00Z..2024-05-01T01:00:00Z"
    );
    assert_eq!(
        values(series),
        [Some(12.5), Some(0.1 + 0.2), None, Some(7.25)]
    );
    // The place is the row and the column of the sheet, and the kept text has that row on that line.
    assert_eq!((series.line[1], series.column[1]), (6, 2));
    let text = std::str::from_utf8(&table.bytes).unwrap();
    assert_eq!(
        text.lines().nth(5),
        Some("2024-05-01 00:15:00\t0.30000000000000004\tEis")
    );
    let told: Vec<(Option<u32>, Option<&str>)> = findings
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .map(|it| (it.line, it.text.as_deref()))
        .collect();
    assert_eq!(
        told,
        [(Some(8), Some("#DIV/0!")), (Some(10), Some("#FORMULA!"))]
    );
    assert!(
        findings
            .iter()
            .any(|it| it.entry.as_deref() == Some("sheet Info"))
    );
}

#[test]
fn a_workbook_that_counts_from_1904_means_other_days() {
    let rows: &[&[Cell]] = &[
        &[Text("Pegel"), Text("0815")],
        &[Text("Datum"), Text("Abfluss [m³/s]")],
        &[Date("43951"), Number("1")],
        &[Date("43952"), Number("2")],
    ];
    let (tables, findings) = with_own(&xlsx(&[("Q", rows)], true), "q.xlsx");
    assert_eq!(
        tell(&tables[0].series[0]),
        "0815 discharge instantaneous day [m³/s] 2 2024-05-01T00:00:00Z..2024-05-02T00:00:00Z",
        "{findings:?}"
    );
}

#[test]
fn a_workbook_without_readings_says_so() {
    let words: &[&[Cell]] = &[&[Text("nothing here")]];
    for (bytes, message) in [
        (xlsx(&[("A", words)], false), "no sheet holds numbers"),
        (xlsx(&[("A", &[]), ("B", &[])], false), "sheets are empty"),
        (
            archive(&[
                ("[Content_Types].xml", b"<Types/>"),
                ("xl/workbook.xml", b"<workbook/>"),
            ]),
            "Excel workbook (.xlsx)",
        ),
        (
            [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 504]].concat(),
            "old Excel workbook (.xls)",
        ),
    ] {
        refused(&bytes, "a.xlsx", message);
    }
    // A cell so far away that a dense table would fill all memory.
    let far = archive(&[
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", b"<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>"),
    ]);
    let (tables, findings) = import(&far, "far.xlsx");
    assert!(tables.is_empty());
    assert!(
        findings
            .iter()
            .any(|it| it.message.contains("4096 columns")),
        "{findings:?}"
    );
}

const ODS: &str = r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="Q">
<table:table-row><table:table-cell office:value-type="string"><text:p>Pegel</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>0815</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Datum</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Abfluss [m³/s]</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="date" office:date-value="2024-05-01"><text:p>01.05.24</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="12.5"><text:p>12,5</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="date" office:date-value="2024-05-01T06:15:00"><text:p>01.05.24 06:15</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="13"><text:p>13</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"#;

#[test]
fn an_opendocument_sheet_is_a_sheet() {
    let bytes = archive(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        (
            "META-INF/manifest.xml",
            b"<manifest:manifest xmlns:manifest=\"m\"/>",
        ),
        ("content.xml", ODS.as_bytes()),
    ]);
    let (tables, findings) = with_own(&bytes, "q.ods");
    let table = tables.first().unwrap_or_else(|| panic!("{findings:?}"));
    assert_eq!(
        tell(&table.series[0]),
        "0815 discharge instantaneous - [m³/s] 2 2024-05-01T00:00:00Z..2024-05-01T06:15:00Z"
    );
    assert_eq!(table.series[0].line, [5, 6]);
}

#[test]
fn a_table_of_a_page_is_read_with_the_marks_of_its_agency() {
    // Latin-1 that the page declares, an entity, a layout table around, and numbers as the agency writes them.
    let page = b"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\"></head><body>
<table><tr><td><table><tr><td colspan=\"2\">Abfl\xfcsse</td></tr><tr><td>Pegel</td><td>0815</td></tr>
<tr><th>Datum</th><th>Abfluss [m&sup3;/s]</th></tr>
<tr><td>01.05.2024 00:00</td><td>12,5</td></tr><tr><td>01.05.2024&nbsp;00:15</td><td>&nbsp;</td></tr></table></td></tr></table></body></html>";
    let (tables, findings) = with_own(page, "q.xls");
    let table = tables.first().unwrap_or_else(|| panic!("{findings:?}"));
    assert_eq!(table.file, "q.xls!table 2");
    assert_eq!(table.facts.encoding, "windows-1252");
    assert_eq!(values(&table.series[0]), [Some(12.5), None]);
    assert_eq!(table.series[0].line, [4, 5]);
    assert!(
        std::str::from_utf8(&table.bytes)
            .unwrap()
            .starts_with("Abflüsse\t\n")
    );
}

#[test]
fn pages_without_readings_stay_pages() {
    for page in [
        &b"<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n<body><h1>502</h1></body></html>\n"[..],
        b"<html><body><table><tr><td>User</td><td>Password</td></tr></table></body></html>",
        b"\xef\xbb\xbf\n<HTML><pre>ERROR [28000] [ScriptServer]</pre>",
    ] {
        refused(page, "q.csv", "web page");
    }
}

#[test]
fn the_parts_of_a_file_are_listed_for_a_proposal() {
    let text = fixture("de-gkd-csv.csv");
    let book = xlsx(&[("Werte", DATA)], false);
    let outer = archive(&[("a.csv", &text), ("q.xlsx", &book)]);
    let mut findings = Findings::new();
    let names: Vec<String> = parts(&outer, "x.zip", &mut findings)
        .into_iter()
        .map(|part| part.name)
        .collect();
    assert_eq!(names, ["x.zip!a.csv", "x.zip!q.xlsx!Werte"]);
    let alone = parts(&text, "a.csv", &mut findings);
    assert_eq!(alone[0].name, "a.csv");
    assert!(findings.is_empty());
}
