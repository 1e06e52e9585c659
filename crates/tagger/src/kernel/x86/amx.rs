//! Tiles of 16 rows by 16 outputs, which some servers multiply at once (AMX). The rest is AVX-512.

use std::arch::asm;
use std::arch::x86_64::__cpuid_count;

use super::super::{Finish, Kernel, PANEL, Work, product};
use super::{Bytes, Element, LANES};

/// Rows of a tile.
const TILE: usize = 16;
/// Steps of a tile.
const STEPS: usize = 16;

/// Exists only inside of `run_amx`.
#[derive(Clone, Copy)]
pub(crate) struct Amx(());

/// Whether the machine has tiles, and Linux lets us use them.
pub(crate) fn tiles() -> bool {
    const PERMIT: usize = 0x1023;
    const TILE_DATA: usize = 18;
    // Bits for tiles, and for tiles of bytes.
    if __cpuid_count(0, 0).eax < 7 || __cpuid_count(7, 0).edx >> 24 & 3 != 3 {
        return false;
    }
    let answer: isize;
    // SAFETY: arch_prctl with these arguments changes nothing but what the process may use.
    unsafe {
        asm!(
            "syscall",
            inlateout("rax") 158isize => answer,
            in("rdi") PERMIT,
            in("rsi") TILE_DATA,
            out("rcx") _,
            out("r11") _,
            options(nostack),
        );
    }
    answer == 0
}

#[target_feature(enable = "avx512f,avx512bw,avx512vnni,avx2,fma")]
pub(crate) fn run_amx(work: impl Work) {
    /// Gives the tiles back, after a panic too.
    struct Release;
    impl Drop for Release {
        fn drop(&mut self) {
            // SAFETY: the features were detected.
            unsafe { asm!("tilerelease", options(nostack, nomem, preserves_flags)) }
        }
    }
    /// Palette 1; eight tiles of 16 rows of 64 bytes each.
    #[repr(C, align(64))]
    struct Shapes {
        palette: [u8; 16],
        bytes: [u16; 16],
        rows: [u8; 16],
    }
    let mut shapes = Shapes { palette: [0; 16], bytes: [0; 16], rows: [0; 16] };
    shapes.palette[0] = 1;
    shapes.bytes[..8].fill(64);
    shapes.rows[..8].fill(16);
    // SAFETY: the features were detected, and Linux said that tiles may be used.
    unsafe { asm!("ldtilecfg [{}]", in(reg) &raw const shapes, options(nostack, readonly, preserves_flags)) }
    let _release = Release;
    work.run(Amx(()));
}

impl Kernel for Amx {
    const PARTS: usize = 1;
    const BLOCKS: usize = 4;
    const TOGETHER: usize = TILE;

    #[inline(always)]
    fn multiply(
        self,
        a: &[[u8; 4]],
        steps: usize,
        b: &[[<Bytes as Element>::Block; PANEL]],
        finish: &mut impl Finish,
    ) {
        if !steps.is_multiple_of(STEPS) {
            return product::<Bytes, Self, PANEL>(self, a, steps, b, finish);
        }
        let mut found = [[[0i32; LANES]; PANEL]; TILE];
        for (p, panel) in b.chunks_exact(steps).enumerate() {
            for (r, rows) in a.chunks_exact(TILE * steps).enumerate() {
                // SAFETY: the features were detected and the tiles are shaped by `run_amx`. It reads `steps` words of
                // 16 rows and `steps` times four blocks of 64 bytes, and writes 16 rows of four times 64 bytes. Nobody
                // else uses tiles.
                unsafe {
                    asm!(
                        "tilezero tmm0",
                        "tilezero tmm1",
                        "tilezero tmm2",
                        "tilezero tmm3",
                        "2:",
                        "tileloadd tmm4, [{a} + {row}]",
                        "tileloadd tmm5, [{b} + {step}]",
                        "tdpbusd tmm0, tmm4, tmm5",
                        "tileloadd tmm6, [{b} + {step} + 64]",
                        "tdpbusd tmm1, tmm4, tmm6",
                        "tileloadd tmm7, [{b} + {step} + 128]",
                        "tdpbusd tmm2, tmm4, tmm7",
                        "tileloadd tmm5, [{b} + {step} + 192]",
                        "tdpbusd tmm3, tmm4, tmm5",
                        "add {a}, 64",
                        "add {b}, 4096",
                        "dec {n}",
                        "jnz 2b",
                        "tilestored [{c} + {step}], tmm0",
                        "tilestored [{c} + {step} + 64], tmm1",
                        "tilestored [{c} + {step} + 128], tmm2",
                        "tilestored [{c} + {step} + 192], tmm3",
                        a = inout(reg) rows.as_ptr() => _,
                        b = inout(reg) panel.as_ptr() => _,
                        n = inout(reg) steps / STEPS => _,
                        c = in(reg) found.as_mut_ptr(),
                        row = in(reg) steps * 4,
                        step = in(reg) 256usize,
                        options(nostack),
                    );
                }
                for c in 0..PANEL {
                    finish.take(r * TILE, p * PANEL + c, &found, c);
                }
            }
        }
    }
}
