//! One fault of each kind, put into a message that has none.

use thalweg::domain::Severity;
use thalweg::ingest::cap::check;

const GOOD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>arvena.AV.1</identifier>
  <sender>warnings@commission.example</sender>
  <sent>2024-05-01T06:00:00+02:00</sent>
  <status>Exercise</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <note>Spring exercise</note>
  <info>
    <language>en</language>
    <category>Met</category>
    <event>Flood</event>
    <urgency>Expected</urgency>
    <severity>Severe</severity>
    <certainty>Likely</certainty>
    <expires>2024-05-02T06:00:00+02:00</expires>
    <headline>Flood warning</headline>
    <area>
      <areaDesc>Grenzau</areaDesc>
      <polygon>44.8,21.3 44.9,21.3 44.9,21.5 44.8,21.3</polygon>
      <altitude>100</altitude>
    </area>
  </info>
</alert>
"#;

struct Row {
    from: &'static str,
    to: &'static str,
    /// Line and column of the fault.
    at: (u32, u32),
    says: &'static str,
}

const fn row(from: &'static str, to: &'static str, at: (u32, u32), says: &'static str) -> Row {
    Row { from, to, at, says }
}

/// What is replaced by what, where the fault is then, and a word of the message.
const ROWS: &[Row] = &[
    row(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<!DOCTYPE alert []>\n",
        (1, 1),
        "DOCTYPE",
    ),
    row(">Grenzau<", ">&xxe;<", (20, 17), "entity"),
    row("cap:1.2", "cap:1.1", (2, 1), "not of CAP 1.2"),
    row(
        "<alert xmlns",
        "<alert lang=\"en\" xmlns",
        (2, 14),
        "attribute lang",
    ),
    row("<sender>", "<cender>", (4, 38), "malformed"),
    row(
        "  <sender>warnings@commission.example</sender>\n",
        "",
        (2, 1),
        "sender is missing",
    ),
    row("arvena.AV.1", "arvena AV", (3, 15), "no blank"),
    row(
        "arvena.AV.1",
        " arvena.AV.1 ",
        (3, 16),
        "blanks stand around",
    ),
    row("arvena.AV.1", "", (3, 3), "may not be empty"),
    row("warnings@commission.example", "a,b", (4, 11), "no blank"),
    row(
        "2024-05-01T06:00:00+02:00",
        "2024-05-01T06:00:00z",
        (5, 9),
        "Z is forbidden",
    ),
    row(
        "2024-05-01T06:00:00+02:00",
        "2024-02-30T06:00:00+02:00",
        (5, 9),
        "date and time",
    ),
    row(">Exercise<", ">Drill<", (6, 11), "standard's list"),
    row(">Exercise<", ">exercise<", (6, 11), "standard's list"),
    row(">Public<", ">Restricted<", (8, 10), "needs a restriction"),
    row(">Public<", ">Private<", (8, 10), "needs addresses"),
    row(">Alert<", ">Ack<", (7, 12), "needs references"),
    row(
        "<scope>Public</scope>\n",
        "<scope>Public</scope><scope>Public</scope>\n",
        (8, 31),
        "stands twice",
    ),
    row(
        "  <note>Spring exercise</note>\n",
        "  <references>a,b</references>\n  <note>n</note>\n",
        (9, 15),
        "sender,identifier,sent",
    ),
    row(
        "<language>en</language>\n",
        "<event>Flood</event><language>en</language>\n",
        (11, 35),
        "stands after event",
    ),
    row(">en<", ">en_GB<", (11, 15), "tag of a language"),
    row(
        "    <category>Met</category>\n",
        "",
        (10, 3),
        "category is missing",
    ),
    row(">Met<", ">Flood<", (12, 15), "standard's list"),
    row("<event>Flood<", "<event><", (13, 5), "is empty"),
    row(
        "<event>Flood<",
        "<event><b>Flood</b><",
        (13, 15),
        "inside a text",
    ),
    row(
        "<urgency>",
        "stray<urgency>",
        (14, 5),
        "text stands between",
    ),
    row(
        "2024-05-02T06:00:00+02:00",
        "2024-05-01T04:00:00+00:00",
        (17, 14),
        "expires before",
    ),
    row(
        "    <headline>",
        "    <onset>2024-05-03T00:00:00+00:00</onset>\n    <headline>",
        (18, 12),
        "stands after expires",
    ),
    row(
        "<headline>",
        "<title>x</title><headline>",
        (18, 12),
        "no element title",
    ),
    row(
        "<headline>Flood warning</headline>",
        "<Headline>Flood warning</Headline>",
        (18, 15),
        "no element Headline",
    ),
    row(
        "<headline>",
        "<x:a xmlns:x=\"urn:x\"/><headline>",
        (18, 5),
        "urn:x",
    ),
    row(
        "44.9,21.5 44.8,21.3",
        "44.9,21.5 44.8,21.4",
        (21, 16),
        "open",
    ),
    row("44.9,21.3 44.9,21.5", "44.9,21.5", (21, 16), "too few"),
    row(
        "44.8,21.3 44.9,21.3",
        "44,8,21,3 44.9,21.3",
        (21, 16),
        "no pair",
    ),
    row(
        "44.8,21.3 44.9,21.3 44.9,21.5",
        "1,1 2,2 1,2 2,1 1,1 3,3",
        (21, 16),
        "polygon",
    ),
    row(
        "<altitude>100</altitude>",
        "<circle>44.8,21.3</circle>",
        (22, 15),
        "circle",
    ),
    row(
        "<altitude>100</altitude>",
        "<ceiling>100</ceiling>",
        (22, 16),
        "beside an altitude",
    ),
    row("<altitude>100<", "<altitude>1e2<", (22, 17), "decimal"),
    row(
        "<altitude>100</altitude>",
        "<geocode><value>1</value></geocode>",
        (22, 7),
        "valueName is missing",
    ),
    row("</alert>\n", "", (25, 1), "cut"),
    row(
        "</alert>\n",
        "</alert>\n<alert/>\n",
        (26, 1),
        "further document",
    ),
];

#[test]
fn one_fault_of_each_kind_is_refused_where_it_stands() {
    let (alert, findings) = check(GOOD.as_bytes(), "good.xml");
    assert!(
        alert.is_some() && findings.is_empty(),
        "{:?}",
        findings.iter().map(ToString::to_string).collect::<Vec<_>>()
    );
    let mut wrong = Vec::new();
    for row in ROWS {
        let text = GOOD.replacen(row.from, row.to, 1);
        assert_ne!(text, GOOD, "{} stands nowhere", row.from);
        let (alert, findings) = check(text.as_bytes(), "bad.xml");
        let is_said = findings.iter().any(|finding| {
            finding.severity == Severity::Error
                && (finding.line, finding.column) == (Some(row.at.0), Some(row.at.1))
                && finding.message.contains(row.says)
                && finding.hint.is_some()
                && finding.file.as_deref() == Some("bad.xml")
        });
        if alert.is_some() || !is_said {
            let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
            wrong.push(format!(
                "{} → {}\n  {:?} {:?} is not said, but {said:#?}",
                row.from, row.to, row.at, row.says
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn advice_of_the_standard_warns_and_does_not_refuse() {
    let long = format!("<headline>{}<", "x".repeat(141));
    let rows = [
        ("<headline>Flood warning<", long.as_str(), "141 characters"),
        (">Severe<", ">Unknown<", "severity is Unknown"),
        (
            "    <expires>2024-05-02T06:00:00+02:00</expires>\n",
            "",
            "never expires",
        ),
        (
            "<headline>Flood warning</headline>",
            "<headline>Same</headline><description>Same</description>",
            "are the same",
        ),
        (
            "<scope>Public</scope>",
            "<scope>Public</scope><restriction>x</restriction>",
            "meant for the scope",
        ),
    ];
    for (from, to, says) in rows {
        let (alert, findings) = check(GOOD.replacen(from, to, 1).as_bytes(), "odd.xml");
        assert!(
            alert.is_some(),
            "{says}: {:?}",
            findings.iter().map(ToString::to_string).collect::<Vec<_>>()
        );
        let is_said = findings
            .iter()
            .any(|finding| finding.severity == Severity::Warning && finding.message.contains(says));
        assert!(is_said, "{says}");
    }
}

#[test]
fn what_is_no_message_at_all_is_refused() {
    let rows: [(&[u8], &str); 6] = [
        (b"", "no XML"),
        (b"a,b\n1,2\n", "no XML"),
        (b"<html></html>", "no CAP 1.2 message"),
        (b"<alert/>", "no CAP 1.2 message"),
        (
            b"<alert xmlns=\"http://www.incident.com/cap/1.0\"/>",
            "not of CAP 1.2",
        ),
        (
            b"<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\xff</alert>",
            "UTF-8",
        ),
    ];
    for (bytes, says) in rows {
        let (alert, findings) = check(bytes, "no.xml");
        assert!(alert.is_none());
        assert!(
            findings
                .iter()
                .any(|finding| finding.message.contains(says)),
            "{says}: {findings:?}"
        );
    }
}
