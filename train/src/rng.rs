//! A small random number generator: one seed, the same numbers on every machine.

/// `SplitMix64` (Steele, Lea and Flood 2014): fast, well mixed, and one word of state.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// A generator; every seed gives another sequence.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number below `n`, which is not 0.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// A number from 0 up to, not including, 1.
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// An index with probability in proportion to its share, from the running sums of the shares.
    pub fn pick(&mut self, sums: &[f32]) -> usize {
        let Some(&total) = sums.last() else { return 0 };
        let mark = self.unit() * total;
        sums.partition_point(|&sum| sum <= mark).min(sums.len() - 1)
    }
}
