//! Products of whole numbers, 16 sums at a time: the inner loop of the network, for several kinds of machine.
//!
//! Whole numbers add up to the same in any order, so all kernels give the same bits. What a kernel multiplies comes in
//! steps: a *word* of one row's activations (four bytes or two 16-bit numbers) against a *block* of as many weights for
//! each of 16 outputs.
//!
//! The only module with unsafe code: vector instructions, called where a value of the kernel's type shows that the
//! machine has them.
#![allow(unsafe_code)]

/// Rows that are multiplied together. Buffers of activations hold a multiple of it.
pub(crate) const ROWS: usize = 6;
/// Outputs of a block.
pub(crate) const LANES: usize = 16;

/// What is multiplied: how many numbers a step takes, and of which kind.
pub(crate) trait Element: Copy + 'static {
    /// Activations of one row for one step.
    type Word: Copy + Default;
    /// Weights of 16 outputs for one step.
    type Block: Copy;
    /// The word as the machine's vectors hold it.
    fn bits(word: Self::Word) -> i32;
}

/// Four activations of 0 to 255 with weights of -127 to 127.
#[derive(Clone, Copy)]
pub(crate) struct Bytes;

impl Element for Bytes {
    type Word = [u8; 4];
    type Block = [[i8; 4]; LANES];
    #[inline(always)]
    fn bits(word: [u8; 4]) -> i32 {
        i32::from_le_bytes(word)
    }
}

/// Two 16-bit numbers with two others.
#[derive(Clone, Copy)]
pub(crate) struct Pairs;

impl Element for Pairs {
    type Word = [i16; 2];
    type Block = [[i16; 2]; LANES];
    #[inline(always)]
    fn bits([low, high]: [i16; 2]) -> i32 {
        (i32::from(low) & 0xffff) | (i32::from(high) << 16)
    }
}

/// Takes the sums of 16 outputs of a row, once each.
pub(crate) trait Finish {
    fn take(&mut self, row: usize, block: usize, sums: &[i32; LANES]);
}

/// Adds up products of one kind of element.
pub(crate) trait Dot<E: Element>: Copy {
    /// Some of the 16 sums.
    type Sums: Copy;
    /// The weights that go with them.
    type Weights: Copy;
    fn zero(self) -> Self::Sums;
    /// Reads part number `part` of a block.
    fn weights(self, block: &E::Block, part: usize) -> Self::Weights;
    fn add(self, sums: Self::Sums, word: i32, weights: Self::Weights) -> Self::Sums;
    fn store(self, sums: Self::Sums, part: usize, into: &mut [i32; LANES]);
}

/// The kernel of a machine.
pub(crate) trait Kernel: Dot<Bytes> + Dot<Pairs> {
    /// Parts that a block is cut into.
    const PARTS: usize;
    /// Blocks whose sums fit the registers together, for [`ROWS`] rows.
    const BLOCKS: usize;
}

/// Multiplies all rows of `a` (each of `steps` words; a multiple of [`ROWS`] of them) with all blocks of `b` (panels of
/// `steps` times `W` blocks).
#[inline(always)]
pub(crate) fn product<E: Element, K: Kernel + Dot<E>, const W: usize>(
    kernel: K,
    a: &[E::Word],
    steps: usize,
    b: &[[E::Block; W]],
    finish: &mut impl Finish,
) {
    for (p, panel) in b.chunks_exact(steps).enumerate() {
        for (r, rows) in a.chunks_exact(ROWS * steps).enumerate() {
            if K::BLOCKS >= W {
                some::<E, K, W, W>(kernel, rows, panel, 0, (r, p), finish);
            } else if K::BLOCKS == 2 {
                for first in (0..W).step_by(2) {
                    some::<E, K, W, 2>(kernel, rows, panel, first, (r, p), finish);
                }
            } else {
                for first in 0..W {
                    some::<E, K, W, 1>(kernel, rows, panel, first, (r, p), finish);
                }
            }
        }
    }
}

/// The sums of [`ROWS`] rows with `C` of a panel's blocks.
#[inline(always)]
fn some<E: Element, K: Kernel + Dot<E>, const W: usize, const C: usize>(
    kernel: K,
    rows: &[E::Word],
    panel: &[[E::Block; W]],
    first: usize,
    (r, p): (usize, usize),
    finish: &mut impl Finish,
) {
    let steps = panel.len();
    let rows: [&[E::Word]; ROWS] = std::array::from_fn(|i| &rows[i * steps..][..steps]);
    let mut found = [[[0; LANES]; C]; ROWS];
    for part in 0..K::PARTS {
        let mut sums = [[<K as Dot<E>>::zero(kernel); C]; ROWS];
        for k in 0..steps {
            let mut weights = [<K as Dot<E>>::weights(kernel, &panel[k][first], part); C];
            for c in 1..C {
                weights[c] = <K as Dot<E>>::weights(kernel, &panel[k][first + c], part);
            }
            for i in 0..ROWS {
                let word = E::bits(rows[i][k]);
                for c in 0..C {
                    sums[i][c] = <K as Dot<E>>::add(kernel, sums[i][c], word, weights[c]);
                }
            }
        }
        for i in 0..ROWS {
            for c in 0..C {
                <K as Dot<E>>::store(kernel, sums[i][c], part, &mut found[i][c]);
            }
        }
    }
    for i in 0..ROWS {
        for c in 0..C {
            finish.take(r * ROWS + i, p * W + first + c, &found[i][c]);
        }
    }
}

/// Any machine: written so that compilers make vectors of it.
#[derive(Clone, Copy)]
pub(crate) struct Portable;

impl Kernel for Portable {
    const PARTS: usize = 2;
    const BLOCKS: usize = 1;
}

impl Dot<Bytes> for Portable {
    type Sums = [i32; 8];
    type Weights = [[i32; 8]; 4];
    #[inline(always)]
    fn zero(self) -> [i32; 8] {
        [0; 8]
    }
    #[inline(always)]
    fn weights(self, block: &[[i8; 4]; LANES], part: usize) -> [[i32; 8]; 4] {
        let mut planes = [[0; 8]; 4];
        for lane in 0..8 {
            for (plane, w) in planes.iter_mut().zip(block[part * 8 + lane]) {
                plane[lane] = i32::from(w);
            }
        }
        planes
    }
    #[inline(always)]
    fn add(self, mut sums: [i32; 8], word: i32, weights: [[i32; 8]; 4]) -> [i32; 8] {
        for (a, plane) in word.to_le_bytes().into_iter().zip(weights) {
            for lane in 0..8 {
                sums[lane] += i32::from(a) * plane[lane];
            }
        }
        sums
    }
    #[inline(always)]
    fn store(self, sums: [i32; 8], part: usize, into: &mut [i32; LANES]) {
        into[part * 8..][..8].copy_from_slice(&sums);
    }
}

impl Dot<Pairs> for Portable {
    type Sums = [i32; 8];
    type Weights = [[i32; 8]; 2];
    #[inline(always)]
    fn zero(self) -> [i32; 8] {
        [0; 8]
    }
    #[inline(always)]
    fn weights(self, block: &[[i16; 2]; LANES], part: usize) -> [[i32; 8]; 2] {
        let mut planes = [[0; 8]; 2];
        for lane in 0..8 {
            for (plane, w) in planes.iter_mut().zip(block[part * 8 + lane]) {
                plane[lane] = i32::from(w);
            }
        }
        planes
    }
    #[inline(always)]
    fn add(self, mut sums: [i32; 8], word: i32, weights: [[i32; 8]; 2]) -> [i32; 8] {
        for (a, plane) in [i32::from(word as i16), word >> 16].into_iter().zip(weights) {
            for lane in 0..8 {
                sums[lane] += a * plane[lane];
            }
        }
        sums
    }
    #[inline(always)]
    fn store(self, sums: [i32; 8], part: usize, into: &mut [i32; LANES]) {
        into[part * 8..][..8].copy_from_slice(&sums);
    }
}

/// A piece of work that is compiled once for each kind of machine. Whatever it calls has to be inlined to gain by it.
pub(crate) trait Work {
    fn run<K: Kernel>(self, kernel: K);
}

/// A kind of machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Machine {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

impl Machine {
    /// The kinds that this machine is, best first.
    pub(crate) fn all() -> Vec<Machine> {
        #[allow(unused_mut)]
        let mut found = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
            if avx2
                && is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni")
            {
                found.push(Machine::Avx512);
            }
            if avx2 && is_x86_feature_detected!("avxvnni") {
                found.push(Machine::AvxVnni);
            }
            if avx2 {
                found.push(Machine::Avx2);
            }
        }
        found.push(Machine::Portable);
        found
    }

    /// Does the work; `self` must be one of [`Machine::all`].
    pub(crate) fn run(self, work: impl Work) {
        match self {
            // SAFETY: Machine::all names these kinds only where the features were detected.
            #[cfg(target_arch = "x86_64")]
            Machine::Avx512 => unsafe { x86::run_avx512(work) },
            #[cfg(target_arch = "x86_64")]
            Machine::AvxVnni => unsafe { x86::run_avxvnni(work) },
            #[cfg(target_arch = "x86_64")]
            Machine::Avx2 => unsafe { x86::run_avx2(work) },
            Machine::Portable => work.run(Portable),
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::*;

    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma")]
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

    /// A kernel of 16 sums (512 bits).
    macro_rules! wide {
        ($kernel:ty, $element:ty, $add:ident) => {
            impl Dot<$element> for $kernel {
                type Sums = __m512i;
                type Weights = __m512i;
                #[inline(always)]
                fn zero(self) -> __m512i {
                    // SAFETY: `self` exists only where the features were detected.
                    unsafe { _mm512_setzero_si512() }
                }
                #[inline(always)]
                fn weights(self, block: &<$element as Element>::Block, _: usize) -> __m512i {
                    // SAFETY: features as above; a block is 64 bytes.
                    unsafe { _mm512_loadu_si512(std::ptr::from_ref(block).cast()) }
                }
                #[inline(always)]
                fn add(self, sums: __m512i, word: i32, weights: __m512i) -> __m512i {
                    // SAFETY: features as above.
                    unsafe { $add(sums, _mm512_set1_epi32(word), weights) }
                }
                #[inline(always)]
                fn store(self, sums: __m512i, _: usize, into: &mut [i32; LANES]) {
                    // SAFETY: features as above; 16 numbers are 64 bytes.
                    unsafe { _mm512_storeu_si512(std::ptr::from_mut(into).cast(), sums) }
                }
            }
        };
    }

    wide!(Avx512, Bytes, _mm512_dpbusd_epi32);
    wide!(Avx512, Pairs, _mm512_dpwssd_epi32);

    /// A kernel of 8 sums (256 bits), two parts to a block.
    macro_rules! narrow {
        ($kernel:ty, $element:ty, $weights:ty, $read:ident, $add:ident) => {
            impl Dot<$element> for $kernel {
                type Sums = __m256i;
                type Weights = $weights;
                #[inline(always)]
                fn zero(self) -> __m256i {
                    // SAFETY: `self` exists only where the features were detected.
                    unsafe { _mm256_setzero_si256() }
                }
                #[inline(always)]
                fn weights(self, block: &<$element as Element>::Block, part: usize) -> $weights {
                    // SAFETY: features as above; a block is 64 bytes, and `half` is one of its halves.
                    unsafe {
                        let half = &block[part * 8..][..8];
                        $read(_mm256_loadu_si256(half.as_ptr().cast()))
                    }
                }
                #[inline(always)]
                fn add(self, sums: __m256i, word: i32, weights: $weights) -> __m256i {
                    // SAFETY: features as above.
                    unsafe { $add(sums, _mm256_set1_epi32(word), weights) }
                }
                #[inline(always)]
                fn store(self, sums: __m256i, part: usize, into: &mut [i32; LANES]) {
                    let half = &mut into[part * 8..][..8];
                    // SAFETY: features as above; 8 numbers are 32 bytes.
                    unsafe { _mm256_storeu_si256(half.as_mut_ptr().cast(), sums) }
                }
            }
        };
    }

    narrow!(AvxVnni, Bytes, __m256i, same, _mm256_dpbusd_avx_epi32);
    narrow!(AvxVnni, Pairs, __m256i, same, _mm256_dpwssd_avx_epi32);
    narrow!(Avx2, Bytes, [__m256i; 2], evens_and_odds, add_bytes);
    narrow!(Avx2, Pairs, __m256i, same, add_pairs);

    #[inline(always)]
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
}
