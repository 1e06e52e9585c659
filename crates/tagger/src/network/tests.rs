//! Networks of random weights: all kernels give the same bits.

use std::collections::HashMap;

use safetensors::tensor::{Dtype, TensorView, serialize};

use super::*;

const TABLE: usize = 128;
const WORDS: usize = 300;

/// Numbers that look random, and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }
    fn bytes(&mut self, n: usize) -> Vec<u8> {
        (0..n).map(|_| (self.next() % 255) as u8).map(|b| if b == 128 { 0 } else { b }).collect()
    }
    fn floats(&mut self, n: usize, around: f32, spread: f32) -> Vec<u8> {
        let one = |_| around + (self.next() % 2001) as f32 / 1000.0 * spread - spread;
        (0..n).map(one).flat_map(f32::to_le_bytes).collect()
    }
}

fn file(tensors: &[(String, Dtype, Vec<usize>, Vec<u8>)], about: &[(&str, String)]) -> Vec<u8> {
    let views = tensors.iter().map(|(name, kind, shape, bytes)| {
        (name.clone(), TensorView::new(*kind, shape.clone(), bytes).unwrap())
    });
    let about: HashMap<String, String> = about.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
    serialize(views, Some(about)).unwrap()
}

/// A network of random weights: its file, and that of its words.
fn random(layers: usize, width: usize, inner: usize) -> (Vec<u8>, Vec<u8>) {
    let mut numbers = Numbers(1);
    let mut all = Vec::new();
    let mut linear = |all: &mut Vec<_>, name: &str, inputs: usize, outputs: usize| {
        all.push((
            format!("{name}.weight"),
            Dtype::I8,
            vec![outputs, inputs],
            numbers.bytes(inputs * outputs),
        ));
        all.push((
            format!("{name}.scale"),
            Dtype::F32,
            vec![outputs],
            numbers.floats(outputs, 0.001, 0.0005),
        ));
        all.push((format!("{name}.bias"), Dtype::F32, vec![outputs], numbers.floats(outputs, 0.0, 0.1)));
    };
    for i in 0..layers {
        linear(&mut all, &format!("layers.{i}.qkv"), width, 3 * width);
        linear(&mut all, &format!("layers.{i}.out"), width, width);
        linear(&mut all, &format!("layers.{i}.up"), width, inner);
        linear(&mut all, &format!("layers.{i}.down"), inner, width);
    }
    if width != TABLE {
        linear(&mut all, "narrow", TABLE, width);
    }
    let mut numbers = Numbers(2);
    let mut floats = |name: &str, shape: &[usize], around| {
        let n = shape.iter().product();
        all.push((name.to_owned(), Dtype::F32, shape.to_vec(), numbers.floats(n, around, 0.1)));
    };
    let norms = (0..layers).flat_map(|i| [format!("layers.{i}.norm1"), format!("layers.{i}.norm2")]);
    for name in norms.chain(["norm".to_owned()]) {
        floats(&format!("{name}.weight"), &[width], 1.0);
        floats(&format!("{name}.bias"), &[width], 0.0);
    }
    floats("positions", &[64, width], 0.0);
    floats("cases", &[CASES, width], 0.0);
    floats("places", &[PLACES, width], 0.0);
    for (name, n) in [("tags", 17), ("entities", 7)] {
        floats(&format!("{name}.weight"), &[n, width], 0.0);
        floats(&format!("{name}.bias"), &[n], 0.0);
    }
    let names = |n: usize| (0..n).map(|i| format!("T{i}")).collect::<Vec<_>>().join(" ");
    let about = [
        ("name", "random/1".to_owned()),
        ("layers", layers.to_string()),
        ("width", width.to_string()),
        ("heads", (width / EACH).to_string()),
        ("inner", inner.to_string()),
        ("length", "64".to_owned()),
        ("context", "0".to_owned()),
        ("tags", names(17)),
        ("entities", names(7)),
    ];
    let words = [
        ("words.weight".to_owned(), Dtype::I8, vec![WORDS, TABLE], numbers.bytes(WORDS * TABLE)),
        ("words.scale".to_owned(), Dtype::F32, vec![WORDS], numbers.floats(WORDS, 0.001, 0.0005)),
    ];
    (file(&all, &about), file(&words, &[("rows", WORDS.to_string()), ("columns", TABLE.to_string())]))
}

/// Tokens of one to three pieces in paragraphs of all lengths, some of them longer than a window, with gaps between.
fn text(tokens: usize) -> (Features, Vec<Range<usize>>) {
    let mut numbers = Numbers(3);
    let mut features = Features { starts: vec![0], ..Features::default() };
    for _ in 0..tokens {
        for _ in 0..=numbers.next() % 3 {
            features.pieces.push((numbers.next() % WORDS as u32) as u16);
        }
        features.starts.push(features.pieces.len() as u32);
        features.cases.push((numbers.next() % CASES as u32) as u8);
        features.places.push((numbers.next() % PLACES as u32) as u8);
    }
    let mut paragraphs = Vec::new();
    let mut at = 0;
    while at < tokens {
        let end = (at + 1 + (numbers.next() % 80) as usize).min(tokens);
        paragraphs.push(at..end);
        at = end + (numbers.next() % 2) as usize;
    }
    (features, paragraphs)
}

#[test]
fn all_kernels_give_the_same_bits() {
    for (layers, width, inner, found) in [(2, 128, 256, 3_023_931_589), (1, 64, 192, 551516950)] {
        let (weights, words) = random(layers, width, inner);
        let network = Network::read(&weights, &words).unwrap();
        let (features, paragraphs) = text(500);
        let all: Vec<Scores> =
            Machine::all().iter().map(|m| network.scores_on(*m, &features, &paragraphs)).collect();
        for (machine, scores) in Machine::all().iter().zip(&all) {
            assert!(scores.tags.iter().chain(&scores.entities).all(|x| x.is_finite()), "{machine:?}");
            assert!(*scores == all[0], "{machine:?} differs");
        }
        // The same on all machines of the world, then: this is what one of them found.
        let bits = all[0].tags.iter().chain(&all[0].entities);
        let digest = bits.fold(0u32, |d, x| d.rotate_left(5).wrapping_mul(31).wrapping_add(x.to_bits()));
        assert_eq!(digest, found, "{layers} layers");
    }
}

#[test]
fn chances_of_a_token_add_up_to_one() {
    let (weights, words) = random(1, 64, 192);
    let network = Network::read(&weights, &words).unwrap();
    let (features, paragraphs) = text(100);
    let scores = network.scores(&features, &paragraphs);
    for (token, row) in scores.tags.chunks_exact(network.tags().len()).enumerate() {
        let sum: f32 = row.iter().map(|x| x.exp()).sum();
        if paragraphs.iter().any(|p| p.contains(&token)) {
            assert!((sum - 1.0).abs() < 1e-5, "token {token}: {sum}");
        } else {
            assert!(row.iter().all(|x| *x == 0.0), "token {token}");
        }
    }
}

#[test]
fn damaged_weights_are_refused() {
    let (weights, words) = random(1, 64, 192);
    assert!(Network::read(&weights[..weights.len() - 1], &words).is_err());
    assert!(Network::read(&words, &weights).is_err());
    assert!(Network::read(&[], &[]).is_err());
    let other = weights.windows(11).position(|w| w == b"inner\":\"192").unwrap();
    let mut wrong = weights.clone();
    wrong[other + 8..other + 11].copy_from_slice(b"128");
    let said = Network::read(&wrong, &words).unwrap_err().to_string();
    assert!(said.contains("layers.0.up.weight"), "{said}");
}
