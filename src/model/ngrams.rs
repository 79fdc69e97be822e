//! The model file: a table of contents over static memory, and the evidence of a word.

use super::features::group;
use super::letters::SCRIPTS;
use super::table::Table;
use crate::lang::Lang;
use crate::script::Script;

/// What a model file begins with.
pub const MAGIC: [u8; 8] = *b"monoglot";
/// The version of the format and of the feature function: a model of another one is not read.
pub const VERSION: u16 = 1;
/// Bytes before the tables: magic, version, number of tables, checksum of all that follows, then
/// four bytes (script, language's length is fixed) for each script of one language.
const HEAD: usize = 20;

/// Evidence is counted in this many parts of a nat (the unit of natural logarithms).
pub const PER_NAT: i32 = 256;

static EMBEDDED: &[u8] = include_bytes!("model.bin");

/// A trained model.
///
/// ```
/// use monoglot::{Script, model::Model};
///
/// let model = Model::embedded();
/// let langs = model.candidates(Script::Cyrillic);
/// let mut sums = vec![0; langs.len()];
/// model.add_word(Script::Cyrillic, "повідомлення", 1, &mut sums);
/// let best = (0..langs.len()).max_by_key(|&i| sums[i]).unwrap();
/// assert_eq!(langs[best].code(), "ukr");
///
/// // What nobody writes says nothing.
/// let mut sums = vec![0; langs.len()];
/// model.add_word(Script::Cyrillic, "", 1, &mut sums);
/// assert!(sums.iter().all(|&sum| sum == 0));
/// ```
#[derive(Debug, Clone)]
pub struct Model<'a> {
    tables: Vec<Table<'a>>,
    /// The candidates of every script, by its number.
    candidates: Vec<Vec<Lang>>,
    /// The number of every script's table among `tables`, or one that no table has.
    numbers: [u8; 32],
    checksum: u64,
    body: &'a [u8],
}

impl Model<'static> {
    /// The model that this crate carries. A few microseconds: a table of contents is read, the
    /// statistics stay where they are.
    ///
    /// # Panics
    /// Never: a test reads the very bytes.
    pub fn embedded() -> Self {
        Self::from_bytes(EMBEDDED).expect("the embedded model is read by a test")
    }
}

impl<'a> Model<'a> {
    /// Reads a model file; `None` if it is none, or of another version. The checksum is not looked
    /// at: see [`Model::is_intact`].
    pub fn from_bytes(bytes: &'a [u8]) -> Option<Self> {
        let (head, body) = bytes.split_at_checked(HEAD)?;
        let version = u16::from_le_bytes([head[8], head[9]]);
        if head[..8] != MAGIC || version != VERSION {
            return None;
        }
        let checksum = u64::from_le_bytes(head[12..20].try_into().ok()?);
        let mut rest = body;
        let mut tables = Vec::new();
        for _ in 0..u16::from_le_bytes([head[10], head[11]]) {
            let (table, behind) = Table::parse(rest)?;
            tables.push(table);
            rest = behind;
        }
        let candidates = SCRIPTS.iter().map(|&script| candidates(&tables, script)).collect();
        let numbers = std::array::from_fn(|script| number(&tables, script));
        Some(Self { tables, candidates, numbers, checksum, body })
    }

    /// Whether the bytes are the ones that the trainer wrote. One pass over all of them.
    pub fn is_intact(&self) -> bool {
        checksum(self.body) == self.checksum
    }

    /// Every language that the model can name, by code.
    pub fn languages(&self) -> Vec<Lang> {
        let mut langs: Vec<_> = self.candidates.iter().flatten().copied().collect();
        langs.sort_unstable();
        langs.dedup();
        langs
    }

    /// The languages that a word in this script can be in, in the order of all evidence about it.
    /// One for a script that only one language uses, none for [`Script::Other`].
    pub fn candidates(&self, script: Script) -> &[Lang] {
        self.candidates.get(script as usize).map_or(&[], Vec::as_slice)
    }

    /// What is known of each candidate before any word is read, in 1/[`PER_NAT`] nat: how common the
    /// language is among texts of the script. Empty where there is one candidate.
    pub fn prior(&self, script: Script) -> &[i32] {
        self.table(script).map_or(&[], |table| &table.prior)
    }

    /// Adds `weight` times the evidence of a word to the sums of the script's candidates, in
    /// 1/[`PER_NAT`] nat. `sums` is as long as [`Model::candidates`]. Longer words cost more: five
    /// look-ups a letter. A [`Scorer`](super::Scorer) remembers words and is many times faster on running text.
    pub fn add_word(&self, script: Script, word: &str, weight: i32, sums: &mut [i32]) {
        let mut evidence = [0; MAX_CANDIDATES];
        self.evidence(script, word, &mut evidence);
        for (sum, &part) in sums.iter_mut().zip(&evidence) {
            *sum += weight * i32::from(part);
        }
    }

    /// Writes the evidence of a word for each candidate, in 1/[`PER_NAT`] nat.
    pub(super) fn evidence(&self, script: Script, word: &str, evidence: &mut [i16]) {
        if let Some(table) = self.table(script) {
            table.evidence(script, word, &mut evidence[..table.langs.len()]);
        }
    }

    /// The prior as sums to begin with: zeros where there is one candidate.
    pub(super) fn prior_or_zeros(&self, script: Script, langs: usize) -> &[i32] {
        self.table(script).map_or(&ZEROS[..langs], |table| &table.prior)
    }

    pub(super) fn table(&self, script: Script) -> Option<&Table<'a>> {
        let number = *self.numbers.get(script as usize)?;
        self.tables.get(usize::from(number))
    }
}

/// At least as many languages as any script has: room for the evidence about one word.
pub const MAX_CANDIDATES: usize = 128;
static ZEROS: [i32; MAX_CANDIDATES] = [0; MAX_CANDIDATES];

/// The number of the table that judges the script of this number; one too large if none does.
fn number(tables: &[Table<'_>], script: usize) -> u8 {
    let judges = |table: &Table<'_>| SCRIPTS.get(script).is_some_and(|&s| table.script == group(s));
    tables.iter().position(judges).map_or(u8::MAX, |number| number as u8)
}

/// The languages of a script: of its table, or the one that has no other script.
fn candidates(tables: &[Table<'_>], script: Script) -> Vec<Lang> {
    match tables.iter().find(|table| table.script == group(script)) {
        Some(table) => table.langs.clone(),
        None => Lang::all().filter(|lang| lang.scripts().first() == Some(&script)).collect(),
    }
}

/// FNV-1a, 64 bits: no defence, but it notices a damaged file.
pub fn checksum(bytes: &[u8]) -> u64 {
    let step = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3);
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, step)
}
