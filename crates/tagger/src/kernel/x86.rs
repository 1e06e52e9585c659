//! Kernels of x86-64: AVX-512 with VNNI, AVX2 with VNNI, and AVX2.

use std::arch::x86_64::*;

#[cfg(target_os = "linux")]
mod amx;

#[cfg(target_os = "linux")]
pub(super) use amx::{run_amx, tiles};

use super::{Bytes, Dot, Element, Kernel, LANES, Pairs, Vectors, Work};

#[target_feature(enable = "avx512f,avx512bw,avx512vnni,avx2,fma")]
pub(super) fn run_avx512(work: impl Work) {
    work.run(Avx512(()));
}

#[target_feature(enable = "avxvnni,avx2,fma")]
pub(super) fn run_avxvnni(work: impl Work) {
    work.run(AvxVnni(()));
}

#[target_feature(enable = "avx2,fma")]
pub(super) fn run_avx2(work: impl Work) {
    work.run(Avx2(()));
}

/// Exists only inside of `run_avx512`.
#[derive(Clone, Copy)]
pub(crate) struct Avx512(());
/// Exists only inside of `run_avxvnni`.
#[derive(Clone, Copy)]
pub(crate) struct AvxVnni(());
/// Exists only inside of `run_avx2`.
#[derive(Clone, Copy)]
pub(crate) struct Avx2(());

impl Kernel for Avx512 {
    const PARTS: usize = 1;
    const BLOCKS: usize = 4;
}
impl Kernel for AvxVnni {
    const PARTS: usize = 2;
    const BLOCKS: usize = 2;
}
impl Kernel for Avx2 {
    const PARTS: usize = 2;
    const BLOCKS: usize = 1;
}

/// Methods made of one instruction each.
macro_rules! plain {
    ($($name:ident($($a:ident: $from:ty),*) $(-> $to:ty)? = $of:expr;)*) => {
        $(
            #[inline(always)]
            fn $name(self, $($a: $from),*) $(-> $to)? {
                // SAFETY: `self` exists only where the features were detected; what is read or written by pointer is
                // an array of just the vector's size.
                unsafe { $of }
            }
        )*
    };
}

/// A kernel of 16 sums (512 bits).
macro_rules! wide {
    ($kernel:ty, $element:ty, $add:ident) => {
        impl Dot<$element> for $kernel {
            type Sums = __m512i;
            type Weights = __m512i;
            plain! {
                zero() -> __m512i = _mm512_setzero_si512();
                weights(block: &<$element as Element>::Block, _part: usize) -> __m512i =
                    _mm512_loadu_si512(std::ptr::from_ref(block).cast());
                add(sums: __m512i, word: i32, weights: __m512i) -> __m512i = $add(sums, _mm512_set1_epi32(word), weights);
                store(sums: __m512i, _part: usize, into: &mut [i32; LANES]) =
                    _mm512_storeu_si512(std::ptr::from_mut(into).cast(), sums);
            }
        }
    };
}

wide!(Avx512, Bytes, _mm512_dpbusd_epi32);
wide!(Avx512, Pairs, _mm512_dpwssd_epi32);

macro_rules! sixteens {
    ($kernel:ty) => {
impl Vectors for $kernel {
    type F = __m512;
    type I = __m512i;
    plain! {
        splat(x: f32) -> __m512 = _mm512_set1_ps(x);
        load(from: &[f32; LANES]) -> __m512 = _mm512_loadu_ps(from.as_ptr());
        store(x: __m512, into: &mut [f32; LANES]) = _mm512_storeu_ps(into.as_mut_ptr(), x);
        add(a: __m512, b: __m512) -> __m512 = _mm512_add_ps(a, b);
        sub(a: __m512, b: __m512) -> __m512 = _mm512_sub_ps(a, b);
        mul(a: __m512, b: __m512) -> __m512 = _mm512_mul_ps(a, b);
        fma(a: __m512, b: __m512, c: __m512) -> __m512 = _mm512_fmadd_ps(a, b, c);
        min(a: __m512, b: __m512) -> __m512 = _mm512_min_ps(a, b);
        max(a: __m512, b: __m512) -> __m512 = _mm512_max_ps(a, b);
        bits(x: __m512) -> __m512i = _mm512_castps_si512(x);
        of_bits(x: __m512i) -> __m512 = _mm512_castsi512_ps(x);
        float(x: __m512i) -> __m512 = _mm512_cvtepi32_ps(x);
        splat_whole(x: i32) -> __m512i = _mm512_set1_epi32(x);
        load_whole(from: &[i32; LANES]) -> __m512i = _mm512_loadu_si512(from.as_ptr().cast());
        store_whole(x: __m512i, into: &mut [i32; LANES]) = _mm512_storeu_si512(into.as_mut_ptr().cast(), x);
        add_whole(a: __m512i, b: __m512i) -> __m512i = _mm512_add_epi32(a, b);
        sub_whole(a: __m512i, b: __m512i) -> __m512i = _mm512_sub_epi32(a, b);
        mul_whole(a: __m512i, b: __m512i) -> __m512i = _mm512_mullo_epi32(a, b);
        min_whole(a: __m512i, b: __m512i) -> __m512i = _mm512_min_epi32(a, b);
        max_whole(a: __m512i, b: __m512i) -> __m512i = _mm512_max_epi32(a, b);
        exponent(x: __m512i) -> __m512i = _mm512_slli_epi32::<23>(x);
        bytes(x: __m512i, into: &mut [u8; LANES]) = _mm_storeu_si128(into.as_mut_ptr().cast(), _mm512_cvtepi32_epi8(x));
        shorts(x: __m512i, into: &mut [i16; LANES]) =
            _mm256_storeu_si256(into.as_mut_ptr().cast(), _mm512_cvtepi32_epi16(x));
        pairs(low: __m512i, high: __m512i, into: &mut [[i16; 2]; LANES]) = _mm512_storeu_si512(
            into.as_mut_ptr().cast(),
            _mm512_mask_blend_epi16(0xaaaa_aaaa, low, _mm512_slli_epi32::<16>(high))
        );
        widen(from: &[i8; LANES]) -> __m512i = _mm512_cvtepi8_epi32(_mm_loadu_si128(from.as_ptr().cast()));
    }
}
};
}

sixteens!(Avx512);
#[cfg(target_os = "linux")]
sixteens!(amx::Amx);
#[cfg(target_os = "linux")]
wide!(amx::Amx, Bytes, _mm512_dpbusd_epi32);
#[cfg(target_os = "linux")]
wide!(amx::Amx, Pairs, _mm512_dpwssd_epi32);

/// A kernel of 8 sums (256 bits), two parts to a block.
macro_rules! narrow {
    ($kernel:ty, $element:ty, $weights:ty, $read:ident, $add:ident) => {
        impl Dot<$element> for $kernel {
            type Sums = __m256i;
            type Weights = $weights;
            plain! {
                zero() -> __m256i = _mm256_setzero_si256();
                weights(block: &<$element as Element>::Block, part: usize) -> $weights =
                    $read(_mm256_loadu_si256(block.0[part * 8..][..8].as_ptr().cast()));
                add(sums: __m256i, word: i32, weights: $weights) -> __m256i = $add(sums, _mm256_set1_epi32(word), weights);
                store(sums: __m256i, part: usize, into: &mut [i32; LANES]) =
                    _mm256_storeu_si256(into[part * 8..][..8].as_mut_ptr().cast(), sums);
            }
        }
    };
}

narrow!(AvxVnni, Bytes, __m256i, same, _mm256_dpbusd_avx_epi32);
narrow!(AvxVnni, Pairs, __m256i, same, _mm256_dpwssd_avx_epi32);
narrow!(Avx2, Bytes, [__m256i; 2], evens_and_odds, add_bytes);
narrow!(Avx2, Pairs, __m256i, same, add_pairs);

#[target_feature(enable = "avx2")]
#[inline]
fn same(weights: __m256i) -> __m256i {
    weights
}

/// Bytes as 16-bit numbers: `maddubs` would saturate.
#[target_feature(enable = "avx2")]
#[inline]
fn evens_and_odds(weights: __m256i) -> [__m256i; 2] {
    [_mm256_srai_epi16::<8>(_mm256_slli_epi16::<8>(weights)), _mm256_srai_epi16::<8>(weights)]
}

#[target_feature(enable = "avx2")]
#[inline]
fn add_bytes(sums: __m256i, word: __m256i, [evens, odds]: [__m256i; 2]) -> __m256i {
    let low = _mm256_madd_epi16(_mm256_and_si256(word, _mm256_set1_epi16(0xff)), evens);
    let high = _mm256_madd_epi16(_mm256_srli_epi16::<8>(word), odds);
    _mm256_add_epi32(sums, _mm256_add_epi32(low, high))
}

#[target_feature(enable = "avx2")]
#[inline]
fn add_pairs(sums: __m256i, word: __m256i, weights: __m256i) -> __m256i {
    _mm256_add_epi32(sums, _mm256_madd_epi16(word, weights))
}

/// Sixteen lanes as two vectors of eight.
macro_rules! halves {
    ($kernel:ty) => {
        impl Vectors for $kernel {
            type F = [__m256; 2];
            type I = [__m256i; 2];
            plain! {
                splat(x: f32) -> [__m256; 2] = [_mm256_set1_ps(x); 2];
                load(from: &[f32; LANES]) -> [__m256; 2] =
                    [_mm256_loadu_ps(from.as_ptr()), _mm256_loadu_ps(from.as_ptr().add(8))];
                store(x: [__m256; 2], into: &mut [f32; LANES]) = {
                    _mm256_storeu_ps(into.as_mut_ptr(), x[0]);
                    _mm256_storeu_ps(into.as_mut_ptr().add(8), x[1]);
                };
                add(a: [__m256; 2], b: [__m256; 2]) -> [__m256; 2] = [_mm256_add_ps(a[0], b[0]), _mm256_add_ps(a[1], b[1])];
                sub(a: [__m256; 2], b: [__m256; 2]) -> [__m256; 2] = [_mm256_sub_ps(a[0], b[0]), _mm256_sub_ps(a[1], b[1])];
                mul(a: [__m256; 2], b: [__m256; 2]) -> [__m256; 2] = [_mm256_mul_ps(a[0], b[0]), _mm256_mul_ps(a[1], b[1])];
                fma(a: [__m256; 2], b: [__m256; 2], c: [__m256; 2]) -> [__m256; 2] =
                    [_mm256_fmadd_ps(a[0], b[0], c[0]), _mm256_fmadd_ps(a[1], b[1], c[1])];
                min(a: [__m256; 2], b: [__m256; 2]) -> [__m256; 2] = [_mm256_min_ps(a[0], b[0]), _mm256_min_ps(a[1], b[1])];
                max(a: [__m256; 2], b: [__m256; 2]) -> [__m256; 2] = [_mm256_max_ps(a[0], b[0]), _mm256_max_ps(a[1], b[1])];
                bits(x: [__m256; 2]) -> [__m256i; 2] = [_mm256_castps_si256(x[0]), _mm256_castps_si256(x[1])];
                of_bits(x: [__m256i; 2]) -> [__m256; 2] = [_mm256_castsi256_ps(x[0]), _mm256_castsi256_ps(x[1])];
                float(x: [__m256i; 2]) -> [__m256; 2] = [_mm256_cvtepi32_ps(x[0]), _mm256_cvtepi32_ps(x[1])];
                splat_whole(x: i32) -> [__m256i; 2] = [_mm256_set1_epi32(x); 2];
                load_whole(from: &[i32; LANES]) -> [__m256i; 2] =
                    [_mm256_loadu_si256(from.as_ptr().cast()), _mm256_loadu_si256(from.as_ptr().add(8).cast())];
                store_whole(x: [__m256i; 2], into: &mut [i32; LANES]) = {
                    _mm256_storeu_si256(into.as_mut_ptr().cast(), x[0]);
                    _mm256_storeu_si256(into.as_mut_ptr().add(8).cast(), x[1]);
                };
                add_whole(a: [__m256i; 2], b: [__m256i; 2]) -> [__m256i; 2] =
                    [_mm256_add_epi32(a[0], b[0]), _mm256_add_epi32(a[1], b[1])];
                sub_whole(a: [__m256i; 2], b: [__m256i; 2]) -> [__m256i; 2] =
                    [_mm256_sub_epi32(a[0], b[0]), _mm256_sub_epi32(a[1], b[1])];
                mul_whole(a: [__m256i; 2], b: [__m256i; 2]) -> [__m256i; 2] =
                    [_mm256_mullo_epi32(a[0], b[0]), _mm256_mullo_epi32(a[1], b[1])];
                min_whole(a: [__m256i; 2], b: [__m256i; 2]) -> [__m256i; 2] =
                    [_mm256_min_epi32(a[0], b[0]), _mm256_min_epi32(a[1], b[1])];
                max_whole(a: [__m256i; 2], b: [__m256i; 2]) -> [__m256i; 2] =
                    [_mm256_max_epi32(a[0], b[0]), _mm256_max_epi32(a[1], b[1])];
                exponent(x: [__m256i; 2]) -> [__m256i; 2] = [_mm256_slli_epi32::<23>(x[0]), _mm256_slli_epi32::<23>(x[1])];
                bytes(x: [__m256i; 2], into: &mut [u8; LANES]) = {
                    let words = _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_packs_epi32(x[0], x[1]));
                    let [low, high] = [_mm256_castsi256_si128(words), _mm256_extracti128_si256::<1>(words)];
                    _mm_storeu_si128(into.as_mut_ptr().cast(), _mm_packus_epi16(low, high));
                };
                shorts(x: [__m256i; 2], into: &mut [i16; LANES]) = {
                    let low = _mm256_set1_epi32(0xffff);
                    let words = _mm256_packus_epi32(_mm256_and_si256(x[0], low), _mm256_and_si256(x[1], low));
                    let words = _mm256_permute4x64_epi64::<0b11_01_10_00>(words);
                    _mm256_storeu_si256(into.as_mut_ptr().cast(), words);
                };
                pairs(low: [__m256i; 2], high: [__m256i; 2], into: &mut [[i16; 2]; LANES]) = {
                    for half in 0..2 {
                        let both = _mm256_blend_epi16::<0b1010_1010>(low[half], _mm256_slli_epi32::<16>(high[half]));
                        _mm256_storeu_si256(into[half * 8..][..8].as_mut_ptr().cast(), both);
                    }
                };
                widen(from: &[i8; LANES]) -> [__m256i; 2] = [
                    _mm256_cvtepi8_epi32(_mm_loadl_epi64(from.as_ptr().cast())),
                    _mm256_cvtepi8_epi32(_mm_loadl_epi64(from.as_ptr().add(8).cast())),
                ];
            }
        }
    };
}

halves!(AvxVnni);
halves!(Avx2);
