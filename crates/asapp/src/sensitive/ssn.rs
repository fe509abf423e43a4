//! Social security numbers of the United States.

use std::ops::Range;

use super::groups::Chain;

/// Words that make nine digits in a row a social security number.
const WORDS: [&[u8]; 3] = [b"ssn", b"ssns", b"social"];

/// Bytes before and after a number in which such a word is near.
const NEAR: usize = 48;

/// `ddd-dd-dddd`, whatever stands around.
pub(super) fn find_joined(chain: &Chain<'_>) -> Vec<Range<usize>> {
    let windows = (3..=chain.len()).map(|end| end - 3..end);
    windows
        .filter(|groups| {
            is_free(chain, groups) && chain.are_joined(groups) && is_ssn(chain, groups)
        })
        .collect()
}

/// `ddddddddd` with a word near that says what it is.
pub(super) fn find_bare(chain: &Chain<'_>) -> Vec<Range<usize>> {
    let groups = (0..chain.len()).map(|group| group..group + 1);
    groups
        .filter(|group| is_free(chain, group) && is_ssn(chain, group) && is_named(chain, group))
        .collect()
}

/// `ddd dd dddd` where no digits stand around: with them it is as likely a telephone number.
pub(super) fn find_spaced(chain: &Chain<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in 0..=chain.len() {
        if end == chain.len() || chain.is_taken(end) {
            let groups = start..end;
            if groups.len() == 3 && is_ssn(chain, &groups) {
                found.push(groups);
            }
            start = end + 1;
        }
    }
    found
}

fn is_free(chain: &Chain<'_>, groups: &Range<usize>) -> bool {
    !groups.clone().any(|group| chain.is_taken(group))
}

/// Whether the groups stand alone and are the three parts of a number that can have been given out.
fn is_ssn(chain: &Chain<'_>, groups: &Range<usize>) -> bool {
    let lengths: Vec<usize> = groups.clone().map(|group| chain.digits(group).len()).collect();
    if !matches!(*lengths, [3, 2, 4] | [9])
        || !chain.stands_alone(groups)
        || chain.is_dialled(groups.start)
    {
        return false;
    }
    let digits: Vec<u8> = groups.clone().flat_map(|group| chain.digits(group)).copied().collect();
    let (area, group, serial) = (&digits[..3], &digits[3..5], &digits[5..]);
    !matches!(area, b"000" | b"666" | [b'9', ..]) && group != b"00" && serial != b"0000"
}

/// Whether one of the words is near.
fn is_named(chain: &Chain<'_>, group: &Range<usize>) -> bool {
    let (text, Range { start, end }) = (chain.text.as_bytes(), chain.bytes(group));
    let from = start.saturating_sub(NEAR);
    // A word that is cut says nothing.
    let is_cut = |near: usize| near > 0 && text[near - 1].is_ascii_alphabetic();
    let before =
        text[from..start].split(|byte| !byte.is_ascii_alphabetic()).skip(usize::from(is_cut(from)));
    let to = text.len().min(end + NEAR);
    let whole = text[to..].iter().take_while(|byte| byte.is_ascii_alphabetic()).take(NEAR).count();
    let after = text[end..to + whole].split(|byte| !byte.is_ascii_alphabetic());
    before.chain(after).any(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
}
