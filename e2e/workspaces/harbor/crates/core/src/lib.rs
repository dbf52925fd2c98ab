//! What all of harbor shares.

/// How many ships fit at the quay, if each needs `length` metres.
pub fn berths(quay: u32, length: u32) -> u32 {
    quay.checked_div(length).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::berths;

    #[test]
    fn a_ship_without_length_has_no_berth() {
        assert_eq!(berths(400, 0), 0);
        assert_eq!(berths(400, 130), 3);
    }
}
