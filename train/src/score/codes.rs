//! Languages that sets and programs call by several codes.

/// Codes that mean the same language here, or the whole of which one is a part.
const SAME: [(&str, &str); 41] = [
    ("alb", "sqi"),
    ("als", "sqi"),
    ("ara", "arb"),
    ("arm", "hye"),
    ("azb", "aze"),
    ("azj", "aze"),
    ("baq", "eus"),
    ("bur", "mya"),
    ("chi", "zho"),
    ("cmn", "zho"),
    ("cze", "ces"),
    ("dut", "nld"),
    ("ekk", "est"),
    ("fre", "fra"),
    ("gaz", "orm"),
    ("geo", "kat"),
    ("ger", "deu"),
    ("gre", "ell"),
    ("ice", "isl"),
    ("khk", "mon"),
    ("kur", "kmr"),
    ("lvs", "lav"),
    ("mac", "mkd"),
    ("may", "msa"),
    ("nor", "nob"),
    ("npi", "nep"),
    ("ory", "ori"),
    ("pbt", "pus"),
    ("per", "fas"),
    ("pes", "fas"),
    ("plt", "mlg"),
    ("prs", "fas"),
    ("rum", "ron"),
    ("slo", "slk"),
    ("swh", "swa"),
    ("tgl", "fil"),
    ("uzn", "uzb"),
    ("wel", "cym"),
    ("ydd", "yid"),
    ("zlm", "msa"),
    ("zsm", "msa"),
];

/// Languages that cannot be told apart on a line, by one of them.
const MERGED: [(&str, &str); 6] = [
    ("bos", "hbs"),
    ("cnr", "hbs"),
    ("hrv", "hbs"),
    ("ind", "msa"),
    ("nno", "nob"),
    ("srp", "hbs"),
];

/// The one code of a language.
pub(super) fn canonical(code: &str) -> String {
    let code = code.split('-').next().unwrap_or_default().to_lowercase();
    find(&SAME, &code).map_or(code.clone(), str::to_owned)
}

/// The one code of a language and its closest relatives.
pub(super) fn merged(code: &str) -> String {
    let code = canonical(code);
    find(&MERGED, &code).map_or(code.clone(), str::to_owned)
}

fn find(table: &[(&str, &'static str)], code: &str) -> Option<&'static str> {
    table.iter().find(|(from, _)| *from == code).map(|(_, to)| *to)
}
