//! Functions of rows of numbers, with one order of operations for every machine.
//!
//! Sums run in 16 lanes that are added up in the end, whatever the width of the machine's vectors; exponentials and the
//! like are polynomials of our own, of plain multiplications and additions (no fused ones, which not all machines have).
//! All are inlined into the code of a kernel, to be compiled for its vectors.

use crate::kernel::LANES;

type Lanes = [f32; LANES];

/// Added to a number below 2^22, leaves its nearest whole number (ties to even) in the lowest bits.
const WHOLE: f32 = 12_582_912.0;

#[inline(always)]
fn whole(x: f32) -> i32 {
    (x + WHOLE).to_bits().wrapping_sub(WHOLE.to_bits()).cast_signed()
}

/// `a` or `b`, the smaller; `b` if one is not a number. One instruction, unlike `f32::min`.
#[inline(always)]
fn smaller(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[inline(always)]
fn fold(mut lanes: Lanes, f: impl Fn(f32, f32) -> f32) -> f32 {
    let mut n = LANES / 2;
    while n > 0 {
        for i in 0..n {
            lanes[i] = f(lanes[i], lanes[i + n]);
        }
        n /= 2;
    }
    lanes[0]
}

/// How bytes stand for numbers: `(byte - zero) * scale`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Scale {
    pub(crate) scale: f32,
    pub(crate) zero: i32,
}

/// Writes a row (of a multiple of 16 numbers) in bytes, by the smallest and the largest of it.
#[inline(always)]
pub(crate) fn to_bytes(row: &[f32], bytes: &mut [u8]) -> Scale {
    let (mut low, mut high) = ([0.0; LANES], [0.0; LANES]);
    for x in row.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            low[i] = smaller(x[i], low[i]);
            high[i] = larger(x[i], high[i]);
        }
    }
    to_bytes_between(row, fold(low, smaller), fold(high, larger), bytes)
}

#[inline(always)]
fn to_bytes_between(row: &[f32], low: f32, high: f32, bytes: &mut [u8]) -> Scale {
    let range = larger(high - low, 1e-20);
    let inverse = 255.0 / range;
    let zero = whole(-low * inverse);
    for (x, b) in row.as_chunks::<LANES>().0.iter().zip(bytes.as_chunks_mut::<LANES>().0) {
        for i in 0..LANES {
            b[i] = (whole(x[i] * inverse) + zero).clamp(0, 255) as u8;
        }
    }
    Scale { scale: range / 255.0, zero }
}

/// Normalizes a row in place (to mean 0 and variance 1, then by `gain` and `bias`), and writes it in bytes as well.
#[inline(always)]
pub(crate) fn normalize(row: &mut [f32], gain: &[f32], bias: &[f32], bytes: &mut [u8]) -> Scale {
    let n = row.len() as f32;
    let mut sums = [0.0; LANES];
    for x in row.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            sums[i] += x[i];
        }
    }
    let mean = fold(sums, |a, b| a + b) / n;
    let mut squares = [0.0; LANES];
    for x in row.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            let d = x[i] - mean;
            squares[i] += d * d;
        }
    }
    let inverse = 1.0 / (fold(squares, |a, b| a + b) / n + 1e-12).sqrt();
    let (mut low, mut high) = ([0.0; LANES], [0.0; LANES]);
    let gains = gain.as_chunks::<LANES>().0.iter().zip(bias.as_chunks::<LANES>().0);
    for (x, (g, b)) in row.as_chunks_mut::<LANES>().0.iter_mut().zip(gains) {
        for i in 0..LANES {
            x[i] = (x[i] - mean) * inverse * g[i] + b[i];
            low[i] = smaller(x[i], low[i]);
            high[i] = larger(x[i], high[i]);
        }
    }
    to_bytes_between(row, fold(low, smaller), fold(high, larger), bytes)
}

/// x·Φ(x), the Gaussian error unit of Hendrycks and Gimpel (2016), within 0.00006 for |x| < 12.
#[inline(always)]
pub(crate) fn gelu(x: f32) -> f32 {
    // Φ(t) - ½ = t·P(t²), fitted on 0 to 4.25 by least squares with weights raised where it errs.
    const P: [f32; 9] = [
        4.547_002_4e-11,
        -4.515_248_6e-9,
        1.986_141_3e-7,
        -5.147_483_5e-6,
        8.848_884e-5,
        -1.079_076_3e-3,
        9.718_774e-3,
        -0.066_190_27,
        0.398_819_2,
    ];
    let t = smaller(larger(x, -4.25), 4.25);
    let u = t * t;
    let mut p = P[0];
    for c in &P[1..] {
        p = p * u + c;
    }
    x * (t * p + 0.5)
}

/// 2 to the power of x, for -100 < x ≤ 0, within 0.000003 of its value.
#[inline(always)]
fn power_of_two(x: f32) -> f32 {
    let shifted = x + WHOLE;
    let f = x - (shifted - WHOLE);
    let p = (((0.009_570_133 * f + 0.055_917_423) * f + 0.240_247_4) * f + 0.693_121_85) * f + 0.999_999_3;
    // The whole part is added to the exponent; what stands above it in `shifted` is shifted out.
    f32::from_bits(p.to_bits().wrapping_add(shifted.to_bits() << 23))
}

/// The largest chance that [`chances`] gives.
pub(crate) const CERTAIN: i32 = 8191;

/// Scores of one query with all keys (a multiple of 16 of them, of which those from `keys` on are padding) → chances as
/// 16-bit numbers, of which the largest is [`CERTAIN`]; and their sum. Scores count in units of `unit` powers of two.
#[inline(always)]
pub(crate) fn chances(scores: &mut [i32], keys: usize, unit: f32, chances: &mut [i16]) -> i32 {
    scores[keys..].fill(-(1 << 30));
    let mut best = [-(1 << 30); LANES];
    for s in scores.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            best[i] = best[i].max(s[i]);
        }
    }
    let best = best.into_iter().fold(-(1 << 30), i32::max);
    let mut sums = [0; LANES];
    for (s, c) in scores.as_chunks::<LANES>().0.iter().zip(chances.as_chunks_mut::<LANES>().0) {
        for i in 0..LANES {
            let x = larger((s[i] - best) as f32 * unit, -20.0);
            let chance = whole(power_of_two(x) * CERTAIN as f32);
            sums[i] += chance;
            c[i] = chance as i16;
        }
    }
    sums.into_iter().sum()
}

/// The largest absolute value of each 16 columns together.
#[inline(always)]
pub(crate) fn largest(row: &[f32], found: &mut Lanes) {
    for x in row.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            found[i] = larger(x[i].abs(), found[i]);
        }
    }
}

#[inline(always)]
pub(crate) fn largest_of(found: Lanes) -> f32 {
    larger(fold(found, larger), 1e-20)
}

/// Whole numbers of a row times `inverse`.
#[inline(always)]
pub(crate) fn to_whole<const N: usize>(row: &[f32; N], inverse: f32) -> [i16; N] {
    let mut found = [0; N];
    for (x, w) in row.iter().zip(&mut found) {
        *w = whole(x * inverse) as i16;
    }
    found
}

/// Scores → logarithms of chances, in place.
pub(crate) fn log_softmax(scores: &mut [f32]) {
    let best = scores.iter().copied().fold(f32::NEG_INFINITY, larger);
    let mut sum = 0.0;
    for s in &mut *scores {
        *s -= best;
        sum += power_of_two(larger(*s * std::f32::consts::LOG2_E, -100.0));
    }
    let log = ln(sum);
    for s in scores {
        *s -= log;
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
