//! Products of whole numbers, 16 sums at a time: the inner loop of the network, for several kinds of machine.
//!
//! Whole numbers add up to the same in any order, so all kernels give the same bits. What a kernel multiplies comes in
//! steps: a *word* of one row's activations (four bytes or two 16-bit numbers) against a *block* of as many weights for
//! each of 16 outputs.
//!
//! The only module with unsafe code: vector instructions, called where a value of the kernel's type shows that the
//! machine has them.
#![allow(unsafe_code)]

use std::sync::LazyLock;

mod portable;
#[cfg(target_arch = "x86_64")]
mod x86;

use portable::Portable;

/// Rows that are multiplied together. Buffers of activations hold a multiple of it.
pub(crate) const ROWS: usize = 6;
/// Blocks of weights that lie next to each other for each step.
pub(crate) const PANEL: usize = 4;
/// Outputs of a block.
pub(crate) const LANES: usize = 16;

/// Weights of 16 outputs for one step, in one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub(crate) struct Block<T>(pub(crate) [T; LANES]);

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
    type Block = Block<[i8; 4]>;
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
    type Block = Block<[i16; 2]>;
    #[inline(always)]
    fn bits([low, high]: [i16; 2]) -> i32 {
        (i32::from(low) & 0xffff) | (i32::from(high) << 16)
    }
}

/// Takes sums of rows from `row` on with 16 outputs: `sums[i][c]` are those of row `row + i` with block `block`.
pub(crate) trait Finish {
    fn take<const W: usize>(&mut self, row: usize, block: usize, sums: &[[[i32; LANES]; W]], c: usize);
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
pub(crate) trait Kernel: Dot<Bytes> + Dot<Pairs> + Vectors {
    /// Parts that a block is cut into.
    const PARTS: usize;
    /// Blocks whose sums fit the registers together, for [`ROWS`] rows.
    const BLOCKS: usize;
    /// Rows that [`Kernel::multiply`] wants a multiple of: a divisor of 48.
    const TOGETHER: usize = ROWS;

    /// Multiplies rows of bytes, `steps` words each, with weights.
    #[inline(always)]
    fn multiply(
        self,
        a: &[[u8; 4]],
        steps: usize,
        b: &[[<Bytes as Element>::Block; PANEL]],
        finish: &mut impl Finish,
    ) {
        product::<Bytes, Self, PANEL>(self, a, steps, b, finish);
    }
}

/// Sixteen numbers at a time. What an operation gives is the same on every machine, lane by lane.
pub(crate) trait Vectors: Copy {
    /// Floating-point numbers.
    type F: Copy;
    /// Whole numbers of 32 bits.
    type I: Copy;
    fn splat(self, x: f32) -> Self::F;
    fn load(self, from: &[f32; LANES]) -> Self::F;
    fn store(self, x: Self::F, into: &mut [f32; LANES]);
    fn add(self, a: Self::F, b: Self::F) -> Self::F;
    fn sub(self, a: Self::F, b: Self::F) -> Self::F;
    fn mul(self, a: Self::F, b: Self::F) -> Self::F;
    /// `a * b + c`, rounded once.
    fn fma(self, a: Self::F, b: Self::F, c: Self::F) -> Self::F;
    /// `a` if it is smaller than `b`, or else `b`.
    fn min(self, a: Self::F, b: Self::F) -> Self::F;
    /// `a` if it is larger than `b`, or else `b`.
    fn max(self, a: Self::F, b: Self::F) -> Self::F;
    fn bits(self, x: Self::F) -> Self::I;
    fn of_bits(self, x: Self::I) -> Self::F;
    fn float(self, x: Self::I) -> Self::F;
    fn splat_whole(self, x: i32) -> Self::I;
    fn load_whole(self, from: &[i32; LANES]) -> Self::I;
    fn store_whole(self, x: Self::I, into: &mut [i32; LANES]);
    fn add_whole(self, a: Self::I, b: Self::I) -> Self::I;
    fn sub_whole(self, a: Self::I, b: Self::I) -> Self::I;
    fn mul_whole(self, a: Self::I, b: Self::I) -> Self::I;
    fn min_whole(self, a: Self::I, b: Self::I) -> Self::I;
    fn max_whole(self, a: Self::I, b: Self::I) -> Self::I;
    /// Shifted up by 23 bits: to the place of an exponent.
    fn exponent(self, x: Self::I) -> Self::I;
    /// Numbers of 0 to 255.
    fn bytes(self, x: Self::I, into: &mut [u8; LANES]);
    /// The lower 16 bits.
    fn shorts(self, x: Self::I, into: &mut [i16; LANES]);
    /// The lower 16 bits, side by side with those of others.
    fn pairs(self, low: Self::I, high: Self::I, into: &mut [[i16; 2]; LANES]);
    fn widen(self, from: &[i8; LANES]) -> Self::I;
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
    for c in 0..C {
        finish.take(r * ROWS, p * W + first + c, &found, c);
    }
}

/// A piece of work that is compiled once for each kind of machine. Whatever it calls has to be inlined to gain by it.
pub(crate) trait Work {
    fn run<K: Kernel>(self, kernel: K);
}

/// A kind of machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Machine {
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    Amx,
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
    pub(crate) fn all() -> &'static [Machine] {
        static ALL: LazyLock<Vec<Machine>> = LazyLock::new(|| {
            let mut found = vec![Machine::Portable];
            #[cfg(target_arch = "x86_64")]
            {
                let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
                if avx2 {
                    found.push(Machine::Avx2);
                }
                if avx2 && is_x86_feature_detected!("avxvnni") {
                    found.push(Machine::AvxVnni);
                }
                if avx2
                    && is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512vnni")
                {
                    found.push(Machine::Avx512);
                    #[cfg(target_os = "linux")]
                    if x86::tiles() {
                        found.push(Machine::Amx);
                    }
                }
            }
            found.reverse();
            found
        });
        &ALL
    }

    /// Does the work; `self` must be one of [`Machine::all`].
    pub(crate) fn run(self, work: impl Work) {
        match self {
            // SAFETY: Machine::all names these kinds only where the features were detected.
            #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
            Machine::Amx => unsafe { x86::run_amx(work) },
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
