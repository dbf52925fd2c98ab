use std::env;

fn main() {
    let numbers: Vec<u32> = env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    match numbers.as_slice() {
        [quay, length] => println!("{}", harbor_core::berths(*quay, *length)),
        _ => println!("harbor {}: harbor <quay> <length>", env!("CARGO_PKG_VERSION")),
    }
}
