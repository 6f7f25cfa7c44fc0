// What Rust's front end writes: slices, traits and vtables, enums, checked arithmetic, attributes of every parameter.
// (fetch_add(0) instead of load: at -C opt-level=0 a load refers to core's panics.)
#![no_std]
#![no_main]
use core::ffi::{c_char, c_int};
use core::sync::atomic::{AtomicUsize, Ordering};

extern "C" {
    fn printf(format: *const c_char, ...) -> c_int;
    fn abort() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    unsafe { abort() }
}

// The unwinder's hook that core's objects refer to; nothing here unwinds.
#[no_mangle]
extern "C" fn rust_eh_personality() {}

static COUNT: AtomicUsize = AtomicUsize::new(0);

trait Visit {
    fn visit(&mut self, value: u32) -> Option<u64>;
}
struct Sum(u64);
struct Last {
    value: Option<u32>,
}
impl Visit for Sum {
    fn visit(&mut self, value: u32) -> Option<u64> {
        self.0 = self.0.checked_add(u64::from(value))?;
        Some(self.0)
    }
}
impl Visit for Last {
    fn visit(&mut self, value: u32) -> Option<u64> {
        COUNT.fetch_add(1, Ordering::Relaxed);
        self.value.replace(value).map(u64::from)
    }
}

enum Tree<'a> {
    Leaf(u32),
    Node(&'a Tree<'a>, &'a Tree<'a>),
}

fn walk(tree: &Tree, visitor: &mut dyn Visit) -> u64 {
    match tree {
        Tree::Leaf(value) => visitor.visit(*value).unwrap_or(100),
        Tree::Node(left, right) => walk(left, visitor) + walk(right, visitor),
    }
}

fn longest<'a>(words: &[&'a str]) -> &'a str {
    words.iter().copied().max_by_key(|w| w.len()).unwrap_or("")
}

#[no_mangle]
pub extern "C" fn main(argc: c_int, _argv: *const *const c_char) -> c_int {
    let (one, two) = (Tree::Leaf(argc as u32), Tree::Leaf(2));
    let both = Tree::Node(&one, &two);
    let tree = Tree::Node(&both, &one);
    let mut sum = Sum(0);
    let mut last = Last { value: None };
    let visitors: [&mut dyn Visit; 2] = [&mut sum, &mut last];
    let mut total = 0;
    for visitor in visitors {
        total += walk(&tree, visitor);
    }
    let word = longest(&["a", "longer", "word"]);
    unsafe {
        printf(c"%lu %zu %.*s %lu\n".as_ptr(), total, COUNT.fetch_add(0, Ordering::Relaxed), word.len() as c_int, word.as_ptr(), sum.0);
    }
    (total % 50) as c_int
}
