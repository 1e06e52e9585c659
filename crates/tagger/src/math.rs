//! Functions of rows of numbers, with one order of operations for every machine.
//!
//! Sums run in 16 lanes that are added up in the end, whatever the width of the machine's vectors; exponentials and the
//! like are polynomials of our own. Where a product and a sum are rounded once, they are on all machines. Rows are of a multiple of 16 numbers.

use crate::kernel::{LANES, Vectors};

/// Added to a number below 2^22, leaves its nearest whole number (ties to even) in the lowest bits.
const WHOLE: f32 = 12_582_912.0;

fn whole(x: f32) -> i32 {
    (x + WHOLE).to_bits().wrapping_sub(WHOLE.to_bits()).cast_signed()
}

#[inline(always)]
fn wholes<V: Vectors>(v: V, x: V::F) -> V::I {
    v.sub_whole(v.bits(v.add(x, v.splat(WHOLE))), v.splat_whole(WHOLE.to_bits().cast_signed()))
}

fn smaller(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// All lanes as one: halves with each other, and so on.
#[inline(always)]
fn fold<V: Vectors>(v: V, lanes: V::F, f: impl Fn(f32, f32) -> f32) -> f32 {
    let mut all = [0.0; LANES];
    v.store(lanes, &mut all);
    let mut n = LANES / 2;
    while n > 0 {
        for i in 0..n {
            all[i] = f(all[i], all[i + n]);
        }
        n /= 2;
    }
    all[0]
}

/// How bytes stand for numbers: `(byte - zero) * scale`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Scale {
    pub(crate) scale: f32,
    pub(crate) zero: i32,
}

/// Writes a row in bytes, by the smallest and the largest of it.
#[inline(always)]
pub(crate) fn to_bytes<V: Vectors>(v: V, row: &[f32], bytes: &mut [u8]) -> Scale {
    let (mut low, mut high) = (v.splat(0.0), v.splat(0.0));
    for x in row.as_chunks::<LANES>().0 {
        let x = v.load(x);
        low = v.min(x, low);
        high = v.max(x, high);
    }
    to_bytes_between(v, row, low, high, bytes)
}

#[inline(always)]
fn to_bytes_between<V: Vectors>(v: V, row: &[f32], low: V::F, high: V::F, bytes: &mut [u8]) -> Scale {
    let (low, high) = (fold(v, low, smaller), fold(v, high, larger));
    let range = larger(high - low, 1e-20);
    let inverse = 255.0 / range;
    let zero = whole(-low * inverse);
    let (inverses, zeros) = (v.splat(inverse), v.splat_whole(zero));
    for (x, b) in row.as_chunks::<LANES>().0.iter().zip(bytes.as_chunks_mut::<LANES>().0) {
        let byte = v.add_whole(wholes(v, v.mul(v.load(x), inverses)), zeros);
        v.bytes(v.min_whole(v.max_whole(byte, v.splat_whole(0)), v.splat_whole(255)), b);
    }
    Scale { scale: range / 255.0, zero }
}

/// Normalizes a row in place (to mean 0 and variance 1, then by `gain` and `bias`), and writes it in bytes as well.
#[inline(always)]
pub(crate) fn normalize<V: Vectors>(
    v: V,
    row: &mut [f32],
    gain: &[f32],
    bias: &[f32],
    bytes: &mut [u8],
) -> Scale {
    let n = row.len() as f32;
    let mut sums = v.splat(0.0);
    for x in row.as_chunks::<LANES>().0 {
        sums = v.add(sums, v.load(x));
    }
    let mean = v.splat(fold(v, sums, |a, b| a + b) / n);
    let mut squares = v.splat(0.0);
    for x in row.as_chunks::<LANES>().0 {
        let d = v.sub(v.load(x), mean);
        squares = v.fma(d, d, squares);
    }
    let inverse = v.splat(1.0 / (fold(v, squares, |a, b| a + b) / n + 1e-12).sqrt());
    let (mut low, mut high) = (v.splat(0.0), v.splat(0.0));
    let gains = gain.as_chunks::<LANES>().0.iter().zip(bias.as_chunks::<LANES>().0);
    for (x, (g, b)) in row.as_chunks_mut::<LANES>().0.iter_mut().zip(gains) {
        let y = v.fma(v.mul(v.sub(v.load(x), mean), inverse), v.load(g), v.load(b));
        v.store(y, x);
        low = v.min(y, low);
        high = v.max(y, high);
    }
    to_bytes_between(v, row, low, high, bytes)
}

/// The polynomial with these coefficients, that of the highest power first.
#[inline(always)]
fn polynomial<V: Vectors, const N: usize>(v: V, x: V::F, coefficients: [f32; N]) -> V::F {
    let mut sum = v.splat(coefficients[0]);
    for i in 1..N {
        sum = v.fma(sum, x, v.splat(coefficients[i]));
    }
    sum
}

/// x·Φ(x), the Gaussian error unit of Hendrycks and Gimpel (2016), within 0.0002 for |x| < 12: a small part of what its
/// rounding to a byte takes.
#[inline(always)]
pub(crate) fn gelu<V: Vectors>(v: V, x: V::F) -> V::F {
    // Φ(t) - ½ = t·P(t²), fitted on 0 to 4 by least squares with weights raised where it errs.
    const P: [f32; 7] = [
        2.278_126_3e-8,
        -1.598_592_3e-6,
        4.795_530_2e-5,
        -8.140_131e-4,
        8.772_376e-3,
        -0.064_573_08,
        0.397_883_33,
    ];
    let t = v.min(v.max(x, v.splat(-4.0)), v.splat(4.0));
    let p = polynomial(v, v.mul(t, t), P);
    v.mul(x, v.fma(t, p, v.splat(0.5)))
}

/// 2 to the power of x, for -100 < x ≤ 0, by a polynomial for -½ to ½.
#[inline(always)]
fn powers_of_two<V: Vectors, const N: usize>(v: V, x: V::F, coefficients: [f32; N]) -> V::F {
    let shifted = v.add(x, v.splat(WHOLE));
    let p = polynomial(v, v.sub(x, v.sub(shifted, v.splat(WHOLE))), coefficients);
    // The whole part is added to the exponent; what stands above it in `shifted` is shifted out.
    v.of_bits(v.add_whole(v.bits(p), v.exponent(v.bits(shifted))))
}

/// Scores of one query with all keys (of which those from `keys` on are padding) → chances as 16-bit numbers, of which
/// the largest is 8190 (so that 256 of them with values of 1023 stay within 31 bits); and their sum. Scores count in units of `unit` powers of two.
#[inline(always)]
pub(crate) fn chances<V: Vectors>(
    v: V,
    scores: &mut [i32],
    keys: usize,
    unit: f32,
    chances: &mut [i16],
) -> i32 {
    const NEVER: i32 = -(1 << 30);
    // 8191 times two to the power of -½ to ½, within 0.0001 of its value.
    const P: [f32; 4] = [451.908_4, 1_987.195_1, 5_678.497_6, 8_190.412_6];
    scores[keys..].fill(NEVER);
    let mut best = v.splat_whole(NEVER);
    for s in scores.as_chunks::<LANES>().0 {
        best = v.max_whole(best, v.load_whole(s));
    }
    let best = v.splat_whole(fold_whole(v, best, i32::max));
    let unit = v.splat(unit);
    let mut sums = v.splat_whole(0);
    for (s, c) in scores.as_chunks::<LANES>().0.iter().zip(chances.as_chunks_mut::<LANES>().0) {
        let x = v.mul(v.float(v.sub_whole(v.load_whole(s), best)), unit);
        let power = powers_of_two(v, v.max(x, v.splat(-20.0)), P);
        // Its lower 16 bits are the nearest whole number; what stands above them is taken off in the end.
        let chance = v.bits(v.add(power, v.splat(WHOLE)));
        sums = v.add_whole(sums, chance);
        v.shorts(chance, c);
    }
    let above = WHOLE.to_bits().cast_signed().wrapping_mul((scores.len() / LANES) as i32);
    fold_whole(v, v.sub_whole(sums, v.splat_whole(above)), |a, b| a + b)
}

#[inline(always)]
fn fold_whole<V: Vectors>(v: V, lanes: V::I, f: impl Fn(i32, i32) -> i32) -> i32 {
    let mut all = [0; LANES];
    v.store_whole(lanes, &mut all);
    let mut n = LANES / 2;
    while n > 0 {
        for i in 0..n {
            all[i] = f(all[i], all[i + n]);
        }
        n /= 2;
    }
    all[0]
}

/// The largest absolute values yet, lane by lane.
#[inline(always)]
pub(crate) fn largest<V: Vectors>(v: V, row: &[f32], mut found: V::F) -> V::F {
    for x in row.as_chunks::<LANES>().0 {
        let x = v.load(x);
        found = v.max(v.max(x, v.sub(v.splat(0.0), x)), found);
    }
    found
}

/// The largest of all lanes, and no less than next to nothing.
#[inline(always)]
pub(crate) fn largest_of<V: Vectors>(v: V, found: V::F) -> f32 {
    larger(fold(v, found, larger), 1e-20)
}

/// Whole numbers of `x` times `inverse`.
#[inline(always)]
pub(crate) fn to_whole<V: Vectors>(v: V, x: &[f32; LANES], inverse: f32) -> V::I {
    wholes(v, v.mul(v.load(x), v.splat(inverse)))
}

/// Scores → logarithms of chances, in place. What pads them is far below all others.
#[inline(always)]
pub(crate) fn log_softmax<V: Vectors>(v: V, scores: &mut [f32]) {
    const P: [f32; 5] = [0.009_570_133, 0.055_917_423, 0.240_247_4, 0.693_121_85, 0.999_999_3];
    let mut best = v.splat(f32::MIN);
    for s in scores.as_chunks::<LANES>().0 {
        best = v.max(v.load(s), best);
    }
    let best = v.splat(fold(v, best, larger));
    let mut sums = v.splat(0.0);
    for s in scores.as_chunks::<LANES>().0 {
        let x = v.mul(v.sub(v.load(s), best), v.splat(std::f32::consts::LOG2_E));
        sums = v.add(sums, powers_of_two(v, v.max(x, v.splat(-100.0)), P));
    }
    let log = v.splat(ln(fold(v, sums, |a, b| a + b)));
    for s in scores.as_chunks_mut::<LANES>().0 {
        v.store(v.sub(v.sub(v.load(s), best), log), s);
    }
}

/// The natural logarithm of a number of 1 to 1,000.
fn ln(x: f32) -> f32 {
    let x = f64::from(x);
    // 2·artanh((m - 1) / (m + 1)) for m between √½ and √2.
    let mut m = x;
    let mut twos = 0.0;
    while m > std::f64::consts::SQRT_2 {
        m /= 2.0;
        twos += 1.0;
    }
    let z = (m - 1.0) / (m + 1.0);
    let u = z * z;
    let series = ((((u / 11.0 + 1.0 / 9.0) * u + 1.0 / 7.0) * u + 1.0 / 5.0) * u + 1.0 / 3.0) * u + 1.0;
    (twos * std::f64::consts::LN_2 + 2.0 * z * series) as f32
}
