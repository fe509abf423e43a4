//! What stands out of order.

/// The fewest indices without which the positions, where there are any, rise. Where others would do as well, the
/// earlier ones.
pub(super) fn out_of_order(positions: &[Option<usize>]) -> Vec<usize> {
    let found = positions.iter().enumerate();
    let found: Vec<_> = found.filter_map(|(index, at)| at.map(|at| (index, at))).collect();
    let is_in_order = longest_rise(&found.iter().map(|(_, at)| *at).collect::<Vec<_>>());
    let moved = found.iter().zip(is_in_order).filter(|(_, is_in_order)| !is_in_order);
    moved.map(|((index, _), _)| *index).collect()
}

/// For each of these values, no two of them equal, whether it is part of the chosen longest rising subsequence. By
/// patience sorting, in n log n.
fn longest_rise(values: &[usize]) -> Vec<bool> {
    // For each length, the place of the smallest value that a rise of this length can end with.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; values.len()];
    for (place, value) in values.iter().enumerate() {
        let length = ends.partition_point(|&end| values[end] < *value);
        before[place] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = place,
            None => ends.push(place),
        }
    }
    let mut is_chosen = vec![false; values.len()];
    let mut next = ends.last().copied();
    while let Some(place) = next {
        is_chosen[place] = true;
        next = before[place];
    }
    is_chosen
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every choice of what moves, tried in turn.
    fn by_trial(positions: &[Option<usize>]) -> Vec<usize> {
        let is_found = |index: &usize| positions[*index].is_some();
        let choices = (0..1_u32 << positions.len()).map(|choice| {
            (0..positions.len()).filter(|index| choice >> index & 1 == 1).collect::<Vec<_>>()
        });
        let rises = |moved: &Vec<usize>| {
            let stays = (0..positions.len()).filter(|index| !moved.contains(index));
            stays.filter_map(|index| positions[index]).is_sorted()
        };
        let legal = choices.filter(|moved| moved.iter().all(is_found)).filter(rises);
        legal.min_by_key(|moved| (moved.len(), moved.clone())).unwrap_or_default()
    }

    proptest! {
        #[test]
        fn the_fewest_and_of_these_the_earliest(
            order in Just((0..8).collect::<Vec<usize>>()).prop_shuffle(),
            found in proptest::collection::vec(any::<bool>(), 0..8),
        ) {
            let positions: Vec<_> = found.iter().zip(order).map(|(found, at)| found.then_some(at)).collect();
            prop_assert_eq!(out_of_order(&positions), by_trial(&positions));
        }
    }
}
