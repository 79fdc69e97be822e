//! Writes the model file that `monoglot::model` reads; the format is told there.

use monoglot::training::table::{BANDS, BLOCK, NEGATIVE, STEP, bucket_of, fingerprint, place};
use monoglot::training::{MAGIC, VERSION, checksum};
use monoglot::{Lang, Script};

use crate::compact::{Compact, Entry, Row, UNIT, WHOLE_UNITS};
use crate::math::round;

/// Rows of a bucket on average: fewer cost bytes, more cost time and mistaken rows.
const ROWS_PER_BUCKET: usize = 3;

/// What is written of one script.
#[derive(Debug)]
pub struct Written {
    pub script: Script,
    pub langs: Vec<Lang>,
    /// Evidence before any word is read, in nats.
    pub prior: Vec<f32>,
    /// By band of length; see [`BANDS`].
    pub temperature: [f32; BANDS.len()],
    /// Rows by the hash of their n-gram, as bytes.
    pub rows: Vec<(u64, Vec<u8>)>,
}

/// The rows of a model as bytes; a bucket's later row with an earlier one's fingerprint, which could
/// never be found, is left out.
pub fn rows(compact: &Compact, grams: &[u64]) -> Vec<(u64, Vec<u8>)> {
    let rows = compact.rows.iter().zip(grams);
    let rows = rows.filter_map(|(&row, &gram)| match row {
        Row::Whole(number) => Some((gram, whole(compact, number, gram))),
        Row::Sparse(..) => Some((gram, sparse(compact.entries(row), compact.langs, gram)?)),
    });
    rows.collect()
}

fn whole(compact: &Compact, number: u32, gram: u64) -> Vec<u8> {
    let unit = compact.units[number as usize];
    let weight = |weight: &f32| (round(weight * 256.0 / f32::from(unit)) - WHOLE_UNITS.0) as u8;
    let weights: Vec<_> = compact.whole(number).iter().map(weight).collect();
    let mut bytes = (fingerprint(gram) << 6).to_le_bytes().to_vec();
    bytes.push(unit);
    let half = weights.len().div_ceil(2);
    bytes.extend((0..half).map(|i| weights[i] | weights.get(half + i).unwrap_or(&8) << 4));
    bytes
}

/// `None` if all weights were rounded to nothing.
fn sparse(entries: &[Entry], langs: usize, gram: u64) -> Option<Vec<u8>> {
    let units = |entry: &Entry| round(entry.rounded * 256.0 / f32::from(UNIT));
    let entries: Vec<_> = entries
        .iter()
        .map(|entry| (place(entry.lang as usize, langs) as u8, units(entry)))
        .collect();
    let entries: Vec<_> = entries.into_iter().filter(|&(_, units)| units != 0.0).collect();
    if entries.is_empty() {
        return None;
    }
    let mut bytes = (fingerprint(gram) << 6 | entries.len() as u16).to_le_bytes().to_vec();
    bytes.extend(
        entries.iter().map(|&(lang, units)| if units < 0.0 { lang | NEGATIVE } else { lang }),
    );
    let size = |&(_, units): &(u8, f32)| units.abs() as u8 - 1;
    let pairs = entries.chunks(2);
    bytes.extend(pairs.map(|pair| size(&pair[0]) | pair.get(1).map_or(0, size) << 4));
    Some(bytes)
}

/// The whole file.
pub fn file(tables: &[Written]) -> Vec<u8> {
    let body: Vec<u8> = tables.iter().flat_map(table).collect();
    let mut bytes = MAGIC.to_vec();
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend((tables.len() as u16).to_le_bytes());
    bytes.extend(checksum(&body).to_le_bytes());
    bytes.extend(body);
    bytes
}

fn table(written: &Written) -> Vec<u8> {
    let buckets = (written.rows.len() / ROWS_PER_BUCKET).max(1);
    let (blocks, ends, rows) = arrange(&written.rows, buckets);
    let mut bytes = written.script.code().as_bytes().to_vec();
    bytes.extend([written.langs.len() as u8, 0]);
    bytes.extend(u16::from(UNIT).to_le_bytes());
    bytes.extend((buckets as u32).to_le_bytes());
    bytes.extend((rows.len() as u32).to_le_bytes());
    bytes.extend(written.temperature.iter().flat_map(|t| ((t * 256.0) as u16).to_le_bytes()));
    bytes.extend(written.langs.iter().flat_map(|lang| lang.code().bytes()));
    bytes.extend(written.prior.iter().flat_map(|p| ((p * 256.0) as i16).to_le_bytes()));
    bytes.extend(blocks);
    bytes.extend(ends);
    bytes.extend(rows);
    bytes.extend([0; STEP]);
    bytes
}

/// Deals the rows to buckets: offsets of blocks, ends of buckets, the rows one behind the other.
fn arrange(rows: &[(u64, Vec<u8>)], buckets: usize) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let mut dealt: Vec<Vec<&[u8]>> = vec![Vec::new(); buckets];
    for (gram, bytes) in rows {
        let bucket = &mut dealt[bucket_of(*gram, buckets as u64) as usize];
        let same = |other: &&[u8]| other[1] == bytes[1] && (other[0] ^ bytes[0]) & 0xC0 == 0;
        if !bucket.iter().any(same) {
            bucket.push(bytes);
        }
    }
    let (mut blocks, mut ends, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for block in dealt.chunks(BLOCK) {
        let base = all.len();
        blocks.extend((base as u32).to_le_bytes());
        for bucket in block {
            for row in bucket {
                all.extend_from_slice(row);
            }
            ends.extend(((all.len() - base) as u16).to_le_bytes());
        }
    }
    (blocks, ends, all)
}
