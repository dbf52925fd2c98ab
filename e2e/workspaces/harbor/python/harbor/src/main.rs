//! The program inside the wheel. A wheel of a program needs no third-party crate, so this builds without network.

fn main() {
    let numbers: Vec<u32> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    if let [quay, length] = numbers.as_slice() {
        println!("{}", harbor_core::berths(*quay, *length));
    }
}
