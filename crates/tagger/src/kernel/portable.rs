//! Any machine: written so that compilers make vectors of it.

use super::{Block, Bytes, Dot, Kernel, LANES, Pairs, Vectors};

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
    fn weights(self, block: &Block<[i8; 4]>, part: usize) -> [[i32; 8]; 4] {
        let mut planes = [[0; 8]; 4];
        for lane in 0..8 {
            for (plane, w) in planes.iter_mut().zip(block.0[part * 8 + lane]) {
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
    fn weights(self, block: &Block<[i16; 2]>, part: usize) -> [[i32; 8]; 2] {
        let mut planes = [[0; 8]; 2];
        for lane in 0..8 {
            for (plane, w) in planes.iter_mut().zip(block.0[part * 8 + lane]) {
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

macro_rules! each {
    ($($name:ident($($a:ident),*): $from:ty => $to:ty = $of:expr;)*) => {
        $(
            #[inline(always)]
            fn $name(self, $($a: $from),*) -> $to {
                let mut found = [Default::default(); LANES];
                for i in 0..LANES {
                    $(let $a = $a[i];)*
                    found[i] = $of;
                }
                found
            }
        )*
    };
}

impl Vectors for Portable {
    type F = [f32; LANES];
    type I = [i32; LANES];
    #[inline(always)]
    fn splat(self, x: f32) -> [f32; LANES] {
        [x; LANES]
    }
    #[inline(always)]
    fn load(self, from: &[f32; LANES]) -> [f32; LANES] {
        *from
    }
    #[inline(always)]
    fn store(self, x: [f32; LANES], into: &mut [f32; LANES]) {
        *into = x;
    }
    #[inline(always)]
    fn splat_whole(self, x: i32) -> [i32; LANES] {
        [x; LANES]
    }
    #[inline(always)]
    fn load_whole(self, from: &[i32; LANES]) -> [i32; LANES] {
        *from
    }
    #[inline(always)]
    fn store_whole(self, x: [i32; LANES], into: &mut [i32; LANES]) {
        *into = x;
    }
    each! {
        add(a, b): [f32; LANES] => [f32; LANES] = a + b;
        sub(a, b): [f32; LANES] => [f32; LANES] = a - b;
        mul(a, b): [f32; LANES] => [f32; LANES] = a * b;
        fma(a, b, c): [f32; LANES] => [f32; LANES] = a.mul_add(b, c);
        min(a, b): [f32; LANES] => [f32; LANES] = if a < b { a } else { b };
        max(a, b): [f32; LANES] => [f32; LANES] = if a > b { a } else { b };
        bits(x): [f32; LANES] => [i32; LANES] = x.to_bits().cast_signed();
        of_bits(x): [i32; LANES] => [f32; LANES] = f32::from_bits(x.cast_unsigned());
        float(x): [i32; LANES] => [f32; LANES] = x as f32;
        add_whole(a, b): [i32; LANES] => [i32; LANES] = a.wrapping_add(b);
        sub_whole(a, b): [i32; LANES] => [i32; LANES] = a.wrapping_sub(b);
        mul_whole(a, b): [i32; LANES] => [i32; LANES] = a.wrapping_mul(b);
        min_whole(a, b): [i32; LANES] => [i32; LANES] = a.min(b);
        max_whole(a, b): [i32; LANES] => [i32; LANES] = a.max(b);
        exponent(x): [i32; LANES] => [i32; LANES] = x << 23;
    }
    #[inline(always)]
    fn bytes(self, x: [i32; LANES], into: &mut [u8; LANES]) {
        for i in 0..LANES {
            into[i] = x[i] as u8;
        }
    }
    #[inline(always)]
    fn shorts(self, x: [i32; LANES], into: &mut [i16; LANES]) {
        for i in 0..LANES {
            into[i] = x[i] as i16;
        }
    }
    #[inline(always)]
    fn pairs(self, low: [i32; LANES], high: [i32; LANES], into: &mut [[i16; 2]; LANES]) {
        for i in 0..LANES {
            into[i] = [low[i] as i16, high[i] as i16];
        }
    }
    #[inline(always)]
    fn widen(self, from: &[i8; LANES]) -> [i32; LANES] {
        from.map(i32::from)
    }
}
