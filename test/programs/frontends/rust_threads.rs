// Rust's threads: scoped and detached, channels, locks, condition variables, barriers, once, park, sleeping.
// tries: std::thread (spawn, scope, park, sleep), mpsc, Mutex, RwLock, Condvar, Barrier, Once, OnceLock, LazyLock, atomics
// want stdout: scoped sum 499500
// want stdout: channel 4000 messages, sum 7998000
// want stdout: bounded 100 through 3 hands
// want stdout: lock 80000
// want stdout: readers and writer 1000 true
// want stdout: condvar rounds 200
// want stdout: barrier leaders 50
// want stdout: once 1, lazy 42 made 1
// want stdout: parked and woken 100
// want stdout: slept true, timed out true
// want stdout: 64 threads, names ok
// want exit: 9
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock};
use std::thread;
use std::time::{Duration, Instant};

static MADE: AtomicUsize = AtomicUsize::new(0);
static LAZY: LazyLock<u32> = LazyLock::new(|| {
    MADE.fetch_add(1, Ordering::SeqCst);
    42
});

fn main() {
    let data: Vec<u64> = (0..1000).collect();
    let sum: u64 = thread::scope(|s| {
        let parts: Vec<_> = data.chunks(125).map(|c| s.spawn(move || c.iter().sum::<u64>())).collect();
        parts.into_iter().map(|p| p.join().unwrap()).sum()
    });
    println!("scoped sum {sum}");

    let (tx, rx) = mpsc::channel();
    for i in 0..4 {
        let tx = tx.clone();
        thread::spawn(move || (0..1000u64).for_each(|k| tx.send(k * 4 + i).unwrap()));
    }
    drop(tx);
    let (mut n, mut sum) = (0, 0);
    for v in rx {
        n += 1;
        sum += v;
    }
    println!("channel {n} messages, sum {sum}");

    let (first, mut from) = mpsc::sync_channel(1);
    for _ in 0..3 {
        let (tx, rx) = mpsc::sync_channel(0);
        let before = std::mem::replace(&mut from, rx);
        thread::spawn(move || before.iter().for_each(|v: u32| tx.send(v).unwrap()));
    }
    thread::spawn(move || (0..100).for_each(|v| first.send(v).unwrap()));
    println!("bounded {} through 3 hands", from.iter().count());

    let m = Arc::new(Mutex::new(0));
    let ts: Vec<_> = (0..8)
        .map(|_| {
            let m = m.clone();
            thread::spawn(move || (0..10000).for_each(|_| *m.lock().unwrap() += 1))
        })
        .collect();
    ts.into_iter().for_each(|t| t.join().unwrap());
    println!("lock {}", m.lock().unwrap());

    let rw = RwLock::new((0u32, 0u32));
    let torn = AtomicBool::new(false);
    thread::scope(|s| {
        for _ in 0..4 {
            s.spawn(|| {
                for _ in 0..1000 {
                    let r = rw.read().unwrap();
                    if r.0 != r.1 {
                        torn.store(true, Ordering::Relaxed);
                    }
                }
            });
        }
        s.spawn(|| {
            for _ in 0..1000 {
                let mut w = rw.write().unwrap();
                w.0 += 1;
                thread::yield_now();
                w.1 += 1;
            }
        });
    });
    println!("readers and writer {} {}", rw.read().unwrap().0, !torn.load(Ordering::Relaxed));

    let pair = (Mutex::new(0), Condvar::new());
    thread::scope(|s| {
        for me in 0..2 {
            let pair = &pair;
            s.spawn(move || {
                for _ in 0..100 {
                    let mut turn = pair.1.wait_while(pair.0.lock().unwrap(), |t| *t % 2 != me).unwrap();
                    *turn += 1;
                    pair.1.notify_all();
                }
            });
        }
    });
    println!("condvar rounds {}", pair.0.lock().unwrap());

    let barrier = Barrier::new(5);
    let leaders = AtomicUsize::new(0);
    thread::scope(|s| {
        for _ in 0..5 {
            s.spawn(|| {
                for _ in 0..50 {
                    if barrier.wait().is_leader() {
                        leaders.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    println!("barrier leaders {}", leaders.into_inner());

    static ONCE: Once = Once::new();
    static CELL: OnceLock<usize> = OnceLock::new();
    let runs = AtomicUsize::new(0);
    thread::scope(|s| {
        for i in 0..8 {
            let runs = &runs;
            s.spawn(move || {
                ONCE.call_once(|| {
                    runs.fetch_add(1, Ordering::SeqCst);
                });
                CELL.get_or_init(|| i);
                assert_eq!(*LAZY, 42);
            });
        }
    });
    println!("once {}, lazy {} made {}", runs.into_inner(), *LAZY, MADE.load(Ordering::SeqCst));

    let woken = Arc::new(AtomicUsize::new(0));
    let w = woken.clone();
    let t = thread::spawn(move || {
        for i in 0..100 {
            while w.load(Ordering::Acquire) <= i {
                thread::park();
            }
        }
    });
    for i in 1..=100 {
        woken.store(i, Ordering::Release);
        t.thread().unpark();
    }
    t.join().unwrap();
    println!("parked and woken {}", woken.load(Ordering::Relaxed));

    let start = Instant::now();
    thread::sleep(Duration::from_millis(20));
    let slept = start.elapsed() >= Duration::from_millis(20);
    let (_tx, rx) = mpsc::channel::<()>();
    let late = rx.recv_timeout(Duration::from_millis(5)).is_err();
    println!("slept {slept}, timed out {late}");

    let ts: Vec<_> = (0..64)
        .map(|i| {
            thread::Builder::new()
                .name(format!("worker {i}"))
                .stack_size(64 << 10)
                .spawn(move || thread::current().name() == Some(&format!("worker {i}")))
                .unwrap()
        })
        .collect();
    println!("64 threads, names {}", if ts.into_iter().all(|t| t.join().unwrap()) { "ok" } else { "wrong" });
    thread::spawn(|| loop {
        thread::sleep(Duration::from_secs(1));
    });
    std::process::exit(9);
}
