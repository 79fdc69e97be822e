//! Arithmetic that gives the same bits on every machine: sums and products in a fixed order. The
//! standard library's `exp`, `ln` and `powf` promise less.

/// `e` to the `x`. Relative error below 1e-5.
pub fn exp(x: f32) -> f32 {
    let power = (x * std::f32::consts::LOG2_E).max(-126.0);
    let whole = power.floor();
    let part = power - whole;
    let poly =
        part * (0.240_226_5 + part * (0.055_504_1 + part * (0.009_618_1 + part * 0.001_333_4)));
    let poly = 1.0 + part * (std::f32::consts::LN_2 + poly);
    f32::from_bits(((whole as i32 + 127) << 23) as u32) * poly
}

/// The natural logarithm of a positive number. Absolute error below 1e-4.
pub fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    let whole = (bits >> 23).cast_signed() - 127;
    let part = f32::from_bits(bits & 0x007F_FFFF | 0x3F80_0000);
    // The series of the inverse hyperbolic tangent: its argument is at most a third.
    let t = (part - 1.0) / (part + 1.0);
    let square = t * t;
    let series = 1.0 + square * (1.0 / 3.0 + square * (0.2 + square * (1.0 / 7.0 + square / 9.0)));
    whole as f32 * std::f32::consts::LN_2 + 2.0 * t * series
}

/// Turns evidence into probabilities, in place.
pub fn softmax(evidence: &mut [f32]) {
    let top = evidence.iter().copied().fold(f32::MIN, f32::max);
    for slot in evidence.iter_mut() {
        *slot = exp(*slot - top);
    }
    let scale = 1.0 / evidence.iter().sum::<f32>();
    for slot in evidence {
        *slot *= scale;
    }
}

/// The nearest whole number, for numbers below four million. Adding and taking away 1.5 * 2^23
/// leaves no room for a fraction; unlike `round` it is two instructions everywhere.
pub fn round(x: f32) -> f32 {
    const NO_FRACTION: f32 = 12_582_912.0;
    (x + NO_FRACTION) - NO_FRACTION
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_standard_library() {
        for x in [-20.0, -3.3, -1.0, -0.1, 0.0, 0.5, 3.0] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-4, "{x}");
        }
        for x in [1e-9, 0.1, 0.7, 1.0, 1.5, 3.0, 1e6_f32] {
            assert!((ln(x) - x.ln()).abs() < 1e-3, "{x}");
        }
        assert_eq!((round(-1.6), round(0.4)), (-2.0, 0.0));
    }
}
