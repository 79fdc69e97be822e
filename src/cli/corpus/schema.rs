//! What is written about a record: our own field, or the fields that others read.
//!
//! `docs/corpora.md` says where each of the formats is published.

use crate::finding::rounded;
use monoglot::record::FIELD;
use monoglot::report::record_field;
use monoglot::{Cleaned, Document, Lang, Row, Script, Verdict};
use serde_json::{Value, json};

use super::jsonl::Object;
use crate::cli::options::SchemaArg as Schema;

/// What stands in the record already, by name, as it is written.
pub(super) type Existing<'e> = dyn Fn(&str) -> Option<&'e str> + 'e;

/// A text of a record and what was found out about it.
pub(super) struct Annotated<'d> {
    /// The text as it was given.
    pub(super) original: &'d str,
    pub(super) document: &'d Document<'d>,
}

impl Schema {
    /// Names and values of the fields that are added to a record, or take the place of what it has
    /// under their names.
    pub(super) fn fields(self, record: &Annotated<'_>, existing: &Existing<'_>) -> Fields {
        let field = |name: &str, value: String| (name.to_owned(), value);
        match self {
            Self::None => Vec::new(),
            Self::Monoglot => vec![field(FIELD, record_field(&record.record()))],
            Self::Oscar => vec![field("metadata", record.oscar(existing("metadata")))],
            Self::Hplt => {
                let [lang, prob, seg_langs] = record.hplt();
                vec![field("lang", lang), field("prob", prob), field("seg_langs", seg_langs)]
            }
            Self::Dolma => vec![field("attributes", record.dolma())],
        }
    }
}

/// Names of fields and their values as JSON.
pub(super) type Fields = Vec<(String, String)>;

impl Annotated<'_> {
    pub(super) fn record(&self) -> Cleaned {
        Cleaned::new(self.original.as_bytes(), self.document.text, self.document.review)
    }

    fn main(&self) -> Option<Lang> {
        self.document.review.main
    }

    fn share(&self) -> f64 {
        rounded(self.document.review.share)
    }

    /// The rows of the cleaned text.
    fn kept(&self) -> impl Iterator<Item = &Row<'_>> {
        self.document.review.rows.iter().filter(|row| !row.is_removed())
    }

    /// The rows of the cleaned text that begin after a line feed: a lone carriage return ends a line
    /// for us and not for others.
    fn segments(&self) -> Vec<&Row<'_>> {
        let mut is_inside = false;
        let begins = |row: &&Row<'_>| {
            let begins = !is_inside;
            is_inside = row.line.ending() == "\r";
            begins
        };
        self.kept().filter(begins).collect()
    }

    /// OSCAR, schema 3: the object `metadata`, of which what is not ours stays.
    fn oscar(&self, existing: Option<&str>) -> String {
        let label = |lang: Lang| lang.short_code().unwrap_or(lang.code());
        let line = |row: &Row<'_>| {
            row.lang.map(|lang| json!({"label": label(lang), "prob": rounded(row.confidence)}))
        };
        let identification = json!({
            "label": self.main().map_or("und", label),
            "prob": self.share(),
        });
        let lines: Vec<_> = self.segments().into_iter().map(line).collect();
        let ours = [
            ("identification".to_owned(), identification.to_string()),
            ("sentence_identifications".to_owned(), json!(lines).to_string()),
        ];
        let empty = r#"{"harmful_pp":null,"tlsh":null,"quality_warnings":null,"categories":null}"#;
        let metadata = existing.and_then(|existing| Object::read(existing).ok());
        let metadata = metadata.or_else(|| Object::read(empty).ok());
        metadata.map_or_else(String::new, |metadata| metadata.with(&ours))
    }

    /// HPLT, release 2: `lang` and `prob` of the document, the most likely first, and `seg_langs`,
    /// one for each piece of the text between line feeds.
    fn hplt(&self) -> [String; 3] {
        let main = self.main();
        let first = self.kept().find(|row| row.lang == main);
        let (script, text) = first.map_or((None, ""), |row| (row.script, row.line.content));
        let langs: Vec<_> = main.map(|lang| label(Some(lang), script, text)).into_iter().collect();
        let probs: Vec<_> = main.map(|_| self.share()).into_iter().collect();
        let rows = self.segments();
        let segment = |row: &&Row<'_>| label(row.lang, row.script, row.line.content);
        let mut segments: Vec<_> = rows.iter().map(segment).collect();
        if self.kept().last().is_none_or(|row| row.line.ending().ends_with('\n')) {
            segments.push(label(None, None, ""));
        }
        [json!(langs), json!(probs), json!(segments)].map(|value| value.to_string())
    }

    /// Dolma: spans of the text as it stands, in code points, each with a score.
    fn dolma(&self) -> String {
        let mut attributes = serde_json::Map::new();
        let mut add = |name: String, start: usize, end: usize, score: f64| {
            let spans = attributes.entry(name).or_insert_with(|| json!([]));
            if let Value::Array(spans) = spans {
                spans.push(json!([start, end, rounded(score)]));
            }
        };
        let mut start = self.mark();
        for row in &self.document.review.rows {
            let end = start + row.line.content.chars().count() + row.line.ending().len();
            let lang = row.lang.map_or("und", Lang::code);
            add(format!("monoglot__lines__{lang}"), start, end, row.confidence);
            let kind = match row.verdict {
                Verdict::Keep => None,
                Verdict::Flag(_) => Some("flagged"),
                Verdict::Remove(_) => Some("removed"),
            };
            if let Some(kind) = kind {
                let name = format!("monoglot__{kind}__foreign");
                if row.spans.is_empty() {
                    add(name.clone(), start, end, row.foreign());
                }
                for span in &row.spans {
                    let (from, to) = (start + span.range.start, start + span.range.end);
                    add(name.clone(), from, to, row.foreign());
                }
            }
            start = end;
        }
        if let Some(main) = self.main() {
            add(format!("monoglot__document__{}", main.code()), 0, start, self.share());
        }
        Value::Object(attributes).to_string()
    }

    /// Code points that stand before the text that was judged.
    fn mark(&self) -> usize {
        usize::from(self.original.starts_with('\u{FEFF}'))
    }
}

/// `eng_Latn`: a language and its script, by ISO 639-3 and ISO 15924, as HPLT writes them.
fn label(lang: Option<Lang>, script: Option<Script>, text: &str) -> String {
    let Some(lang) = lang else { return "unk".to_owned() };
    let script = script.or_else(|| lang.scripts().first().copied());
    let script = match script {
        // Japanese is written in three scripts at once, which have a code together.
        Some(Script::Han | Script::Kana) if lang.scripts().contains(&Script::Kana) => "Jpan",
        Some(Script::Han) if is_traditional(text) => "Hant",
        Some(Script::Han) => "Hans",
        Some(script) => script.code(),
        None => "Zyyy",
    };
    format!("{}_{script}", lang.code())
}

/// Whether Chinese text is written in traditional characters: more of them are in Big5 alone than in
/// GB 2312 alone, the character sets of the two.
fn is_traditional(text: &str) -> bool {
    let in_gb2312 = |c: &str| {
        let (bytes, _, is_lost) = encoding_rs::GBK.encode(c);
        !is_lost && bytes.iter().all(|&byte| byte > 0xA0)
    };
    let in_big5 = |c: &str| !encoding_rs::BIG5.encode(c).2;
    let mut buffer = [0; 4];
    let han = text.chars().filter(|&c| Script::of(c) == Some(Script::Han));
    let lead = han.fold(0_i64, |lead, c| {
        let c = c.encode_utf8(&mut buffer);
        lead + i64::from(in_big5(c)) - i64::from(in_gb2312(c))
    });
    lead > 0
}
