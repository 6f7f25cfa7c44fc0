// Rust's panics: through deep frames with destructors, caught, out of threads, with a payload, from inside a foreign comparator's
// caller, resumed; and thread-locals with destructors.
// tries: panics, catch_unwind, payloads, destructors on the way, arithmetic and index checks, panics in threads, thread-locals with destructors
// lacks: std's own message at a stack overflow (stacks grow; at the limit the runtime's message comes, as for every language)
// want stdout: hook: bottom reached
// want stdout: caught bottom reached, 1001 dropped
// want stdout: hook: attempt to divide by zero
// want stdout: hook: index out of bounds: the len is 3 but the index is 9
// want stdout: hook: attempt to add with overflow
// want stdout: hook: called `Option::unwrap()` on a `None` value
// want stdout: hook: already borrowed
// want stdout: 5 of 5 checks caught
// want stdout: payload 42 resumed
// want stdout: 8 threads, 4 panicked, sum 56
// want stdout: poisoned: true, value 7
// want stdout: local 1 of worker
// want stdout: local 2 of worker
// want stdout: worker done
// want stdout: drop local 2 of worker
// want stdout: drop local 1 of worker
// want stdout: drop on unwind
// want stdout: drop last
// want exit: 101
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::hint::black_box;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

static DROPPED: AtomicUsize = AtomicUsize::new(0);

struct Counted(#[allow(dead_code)] String);
impl Drop for Counted {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}
struct Said(&'static str);
impl Drop for Said {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

#[inline(never)]
fn down(n: u32) -> u32 {
    let _c = Counted("on the heap".to_string());
    let pad = black_box([n as u8; 200]);
    if n == 0 {
        panic!("bottom reached");
    }
    down(n - 1) + pad[7] as u32
}

thread_local! {
    static FIRST: Said = { println!("local 1 of worker"); Said("local 1 of worker") };
    static SECOND: RefCell<Option<Said>> = const { RefCell::new(None) };
    static COUNT: Cell<u32> = const { Cell::new(0) };
}

fn text(e: Box<dyn Any + Send>) -> String {
    match e.downcast::<String>() {
        Ok(s) => *s,
        Err(e) => e.downcast_ref::<&str>().map(|s| s.to_string()).unwrap_or("?".to_string()),
    }
}

fn main() {
    panic::set_hook(Box::new(|info| {
        let p = info.payload();
        if let Some(s) = p.downcast_ref::<&str>() {
            println!("hook: {s}");
        } else if let Some(s) = p.downcast_ref::<String>() {
            println!("hook: {}", s.split(':').take(2).collect::<Vec<_>>().join(":"));
        }
    }));

    let e = panic::catch_unwind(|| down(1000)).unwrap_err();
    println!("caught {}, {} dropped", text(e), DROPPED.load(Ordering::Relaxed));

    let checks: Vec<Box<dyn Fn() -> u64>> = vec![
        Box::new(|| (black_box(10u32) / black_box(0u32)) as u64),
        Box::new(|| vec![1u64, 2, 3][black_box(9)]),
        Box::new(|| black_box(u64::MAX).checked_add(black_box(1)).unwrap_or_else(|| panic!("attempt to add with overflow"))),
        Box::new(|| black_box(None::<u64>).unwrap()),
        Box::new(|| {
            let c = RefCell::new(1u64);
            let held = c.borrow_mut();
            let again = c.try_borrow_mut().is_ok();
            if !again {
                panic!("already borrowed");
            }
            *held
        }),
    ];
    let caught = checks.iter().filter(|c| panic::catch_unwind(AssertUnwindSafe(|| c())).is_err()).count();
    println!("{} of {} checks caught", caught, checks.len());

    let e = panic::catch_unwind(|| {
        let inner = panic::catch_unwind(|| panic::panic_any(41i32)).unwrap_err();
        panic::resume_unwind(Box::new(*inner.downcast::<i32>().unwrap() + 1));
    });
    println!("payload {} resumed", e.unwrap_err().downcast_ref::<i32>().unwrap());

    let quiet = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let threads: Vec<_> = (0..8u32)
        .map(|i| {
            thread::spawn(move || {
                for _ in 0..50 {
                    let r = panic::catch_unwind(|| if black_box(i) < 100 { down(20) } else { 0 });
                    COUNT.with(|c| c.set(c.get() + r.is_err() as u32));
                }
                assert_eq!(COUNT.with(|c| c.get()), 50);
                if i % 2 == 1 {
                    panic!("{i}");
                }
                14
            })
        })
        .collect();
    let (mut panicked, mut sum) = (0, 0);
    for t in threads {
        match t.join() {
            Ok(n) => sum += n,
            Err(_) => panicked += 1,
        }
    }
    println!("8 threads, {panicked} panicked, sum {sum}");

    let m = Arc::new(Mutex::new(0));
    let n = m.clone();
    let _ = thread::spawn(move || {
        *n.lock().unwrap() = 7;
        let _held = n.lock().unwrap_or_else(|e| e.into_inner());
        panic!("while it is held");
    })
    .join();
    println!("poisoned: {}, value {}", m.is_poisoned(), m.lock().unwrap_or_else(|e| e.into_inner()));

    thread::spawn(|| {
        FIRST.with(|_| {});
        println!("local 2 of worker");
        SECOND.with(|s| *s.borrow_mut() = Some(Said("local 2 of worker")));
        println!("worker done");
    })
    .join()
    .unwrap();
    let _ = quiet;
    let _last = Said("last");
    let _said = Said("on unwind");
    panic!("nobody catches this");
}
