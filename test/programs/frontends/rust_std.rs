// Rust's standard library at work in one module: collections, strings, formatting, iterators, traits, files, processes, input.
// tries: HashMap, BTreeMap, VecDeque, BinaryHeap, Rc, dyn traits, closures, iterators, formatting, u128, SIMD loops, files, child processes, stdin, environment, sorting, Unicode
// run: GREETING=hello -- one "two words"
// stdin: 3 apples
// stdin: 4 pears
// stdin: 5 apples
// want stdout: args ["one", "two words"], hello
// want stdout: {"apples": 8, "pears": 4}
// want stdout: |   3.142|ab      |  mid   |0xff|0b1010|1.2346e4|+7|00042|
// want stdout: Shape { name: "box", sides: [1, 2, 3], inner: Some(Nested(2.5)) }
// want stdout: Shape {
// want stdout:     name: "box",
// want stdout:     sides: [
// want stdout:         1,
// want stdout:         2,
// want stdout:         3,
// want stdout:     ],
// want stdout:     inner: Some(
// want stdout:         Nested(
// want stdout:             2.5,
// want stdout:         ),
// want stdout:     ),
// want stdout: }
// want stdout: heap [9, 8, 5, 3, 1] deque [0, 1, 2, 3]
// want stdout: words 10000, longest chain 351, checksum 17440e
// want stdout: areas 3.14 4.00 total 7.14
// want stdout: u128 340282366920938463463374607431768211455 / 10^20 = 3402823669209384634
// want stdout: floats 0.1 1e300 NaN inf -0 0.30000000000000004
// want stdout: parse Ok(42) invalid digit found in string
// want stdout: unicode GRÜSSE 6 [Z, ü, r, i, c, h] 🦀
// want stdout: sorted stable true, by key ["fig", "kiwi", "apple", "banana"]
// want stdout: file 1000 lines, 3890 bytes, gone true
// want stdout: child says from the child, code 5
// want stdout: dot 1331833500
// want stdout: rc 3 2 1
use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};
use std::io::{BufRead, BufWriter, Read, Write};
use std::rc::Rc;

#[derive(Debug, Clone, PartialEq)]
struct Nested(f64);
#[derive(Debug, Clone, PartialEq)]
struct Shape {
    name: &'static str,
    sides: Vec<u32>,
    inner: Option<Nested>,
}

trait Area {
    fn area(&self) -> f64;
}
struct Circle(f64);
struct Square(f64);
impl Area for Circle {
    fn area(&self) -> f64 {
        std::f64::consts::PI * self.0 * self.0
    }
}
impl Area for Square {
    fn area(&self) -> f64 {
        self.0 * self.0
    }
}

#[inline(never)]
fn dot(a: &[u32], b: &[u32]) -> u32 {
    a.iter().zip(b).map(|(x, y)| x.wrapping_mul(*y)).fold(0, u32::wrapping_add)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().map(String::as_str) == Some("child") {
        print!("from the child");
        std::process::exit(5);
    }
    println!("args {args:?}, {}", std::env::var("GREETING")?);

    let mut fruit: BTreeMap<String, u32> = BTreeMap::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (n, what) = line.split_once(' ').ok_or("no space")?;
        *fruit.entry(what.to_string()).or_default() += n.parse::<u32>()?;
    }
    println!("{fruit:?}");
    println!("|{:>8.3}|{:<8}|{:^8}|{:#x}|{:#b}|{:.4e}|{:+}|{:05}|", 3.14159, "ab", "mid", 255, 10, 12345.678, 7, 42);
    let s = Shape { name: "box", sides: vec![1, 2, 3], inner: Some(Nested(2.5)) };
    println!("{s:?}\n{s:#?}");

    let mut heap: BinaryHeap<u32> = [5, 1, 8, 3, 9].into_iter().collect();
    let sorted: Vec<u32> = std::iter::from_fn(|| heap.pop()).collect();
    let mut deque: VecDeque<u32> = VecDeque::from([1, 2]);
    deque.push_front(0);
    deque.push_back(3);
    println!("heap {sorted:?} deque {deque:?}");

    let mut chains: HashMap<u64, u32> = HashMap::new();
    fn chain(n: u64, known: &mut HashMap<u64, u32>) -> u32 {
        if n == 1 {
            return 1;
        }
        if let Some(&c) = known.get(&n) {
            return c;
        }
        let c = 1 + chain(if n % 2 == 0 { n / 2 } else { 3 * n + 1 }, known);
        known.insert(n, c);
        c
    }
    let longest = (1..77032).map(|n| chain(n, &mut chains)).max().unwrap();
    let words: HashMap<String, usize> = (0..10000).map(|i| (format!("w{i}"), i * i)).collect();
    let checksum = words.iter().fold(0usize, |a, (k, v)| a ^ (v + k.len()));
    println!("words {}, longest chain {longest}, checksum {:x}", words.len(), checksum & 0xffffff);

    let shapes: Vec<Box<dyn Area>> = vec![Box::new(Circle(1.0)), Box::new(Square(2.0))];
    let each: Vec<String> = shapes.iter().map(|s| format!("{:.2}", s.area())).collect();
    println!("areas {} total {:.2}", each.join(" "), shapes.iter().map(|s| s.area()).sum::<f64>());
    println!("u128 {} / 10^20 = {}", u128::MAX, u128::MAX / 10u128.pow(20));
    println!("floats {} {:e} {} {} {} {}", 0.1, 1e300, f64::NAN, f64::INFINITY, -0.0, 0.1 + 0.2);
    println!("parse {:?} {}", "42".parse::<i32>(), "4x".parse::<i32>().unwrap_err());
    println!("unicode {} {} [{}] {}", "grüsse".to_uppercase(), "grüsse".chars().count(),
        "Zürich".chars().map(|c| c.to_string()).collect::<Vec<_>>().join(", "), '\u{1F980}');

    let mut pairs: Vec<(u32, u32)> = (0..5000u32).map(|i| (i.wrapping_mul(2654435761) >> 28, i)).collect();
    pairs.sort_by_key(|p| p.0);
    let mut names = vec!["banana", "fig", "apple", "kiwi"];
    names.sort_by_key(|n| n.len());
    println!("sorted stable {}, by key {names:?}", pairs.windows(2).all(|w| w[0] < w[1]));

    let path = std::env::temp_dir().join(format!("gort-rust-{}", std::process::id()));
    {
        let mut out = BufWriter::new(std::fs::File::create(&path)?);
        for i in 0..1000 {
            writeln!(out, "{i}")?;
        }
    }
    let mut content = String::new();
    std::fs::File::open(&path)?.read_to_string(&mut content)?;
    std::fs::remove_file(&path)?;
    println!("file {} lines, {} bytes, gone {}", content.lines().count(), content.len(), !path.exists());

    let child = std::process::Command::new("/bin/sh").args(["-c", "printf 'from the child'; exit 5"]).output()?;
    println!("child says {}, code {}", String::from_utf8_lossy(&child.stdout), child.status.code().unwrap());

    let a: Vec<u32> = (0..2000).collect();
    let b: Vec<u32> = (0..2000).map(|x| x / 2).collect();
    println!("dot {}", dot(&a, &b));
    let r = Rc::new(1);
    let (x, y) = (r.clone(), r.clone());
    let n = Rc::strong_count(&r);
    drop(x);
    let m = Rc::strong_count(&r);
    drop(y);
    println!("rc {n} {m} {}", Rc::strong_count(&r));
    Ok(())
}
