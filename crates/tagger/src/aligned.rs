//! Memory that starts at a cache line: vectors that lie across two lines take twice as long to read.

use std::ops::{Deref, DerefMut};

const LINE: usize = 64;

/// As many values as asked for, from the start of a cache line on.
#[derive(Debug)]
pub(crate) struct Aligned<T> {
    all: Vec<T>,
    start: usize,
    length: usize,
}

impl<T: Copy> Aligned<T> {
    pub(crate) fn new(value: T, length: usize) -> Self {
        let all = vec![value; length + LINE / size_of::<T>()];
        // Where a start cannot be found, all is as right, and only slower.
        let start = Some(all.as_ptr().align_offset(LINE)).filter(|s| s + length <= all.len()).unwrap_or(0);
        Aligned { all, start, length }
    }
}

impl<T> Deref for Aligned<T> {
    type Target = [T];
    #[inline(always)]
    fn deref(&self) -> &[T] {
        &self.all[self.start..][..self.length]
    }
}

impl<T> DerefMut for Aligned<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.all[self.start..][..self.length]
    }
}
