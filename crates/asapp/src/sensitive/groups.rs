//! The digits of a text: groups, and chains of groups that one character stands between.

use std::ops::Range;

/// Between the groups of one number, and between two numbers.
const SPACES: [char; 3] = [' ', '\u{a0}', '\u{202f}'];

/// Between the groups of one number or id alone.
const JOINTS: [char; 5] = ['-', '.', '\u{2010}', '\u{2011}', '\u{2013}'];

/// Digits in a row, and no more beside them.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// Its bytes in the text.
    range: Range<usize>,
    /// Whether what stands before belongs to the same number, word or id.
    is_joined_before: bool,
    is_joined_after: bool,
    /// Whether a `+` stands before, as before a telephone number.
    is_dialled: bool,
    is_taken: bool,
}

/// Groups of digits with a single space or joint between each two.
pub(super) struct Chain<'a> {
    pub(super) text: &'a str,
    groups: Vec<Group>,
}

impl Chain<'_> {
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    /// The digits of a group.
    pub(super) fn digits(&self, group: usize) -> &[u8] {
        &self.text.as_bytes()[self.groups[group].range.clone()]
    }

    /// The bytes of the text from the first of the groups to the last.
    pub(super) fn bytes(&self, groups: &Range<usize>) -> Range<usize> {
        self.groups[groups.start].range.start..self.groups[groups.end - 1].range.end
    }

    /// Whether the groups, one at least, are all there is of a number or of some: neither end is joined to more.
    pub(super) fn stands_alone(&self, groups: &Range<usize>) -> bool {
        !self.groups[groups.start].is_joined_before && !self.groups[groups.end - 1].is_joined_after
    }

    /// Whether joints, not spaces, stand between the groups.
    pub(super) fn are_joined(&self, groups: &Range<usize>) -> bool {
        self.groups[groups.start..groups.end - 1].iter().all(|group| group.is_joined_after)
    }

    pub(super) fn is_dialled(&self, group: usize) -> bool {
        self.groups[group].is_dialled
    }

    /// Whether something else was found in the group.
    pub(super) fn is_taken(&self, group: usize) -> bool {
        self.groups[group].is_taken
    }

    /// Takes the groups out of further searches. Answers their bytes in the text.
    pub(super) fn take(&mut self, groups: Range<usize>) -> Range<usize> {
        let bytes = self.bytes(&groups);
        self.groups[groups].iter_mut().for_each(|group| group.is_taken = true);
        bytes
    }
}

/// All chains of a text, from its begin to its end.
pub(super) fn chains(text: &str) -> impl Iterator<Item = Chain<'_>> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let mut groups = vec![group(text, rest)?];
        let mut end = groups[0].range.end;
        while let Some(next) = next_in_chain(text, end) {
            end = next.range.end;
            groups.push(next);
        }
        rest = end;
        Some(Chain { text, groups })
    })
}

/// The first group from the byte `from` on.
fn group(text: &str, from: usize) -> Option<Group> {
    let bytes = text.as_bytes();
    let start = from + bytes[from..].iter().position(u8::is_ascii_digit)?;
    let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let range = start..start + length;
    let before = text[..range.start].chars().rev();
    let after = text[range.end..].chars();
    Some(Group {
        is_dialled: before.clone().next() == Some('+'),
        is_joined_before: is_joined(before),
        is_joined_after: is_joined(after),
        range,
        is_taken: false,
    })
}

fn next_in_chain(text: &str, end: usize) -> Option<Group> {
    let mut rest = text[end..].chars();
    let between = rest.next().filter(|one| SPACES.contains(one) || JOINTS.contains(one))?;
    rest.next().filter(char::is_ascii_digit)?;
    group(text, end + between.len_utf8())
}

/// Whether a group belongs to what lies next to it, the nearest character first.
fn is_joined(mut beside: impl Iterator<Item = char>) -> bool {
    match beside.next() {
        Some('_') => true,
        // What follows the end of a sentence without a space is another one.
        Some('.') => beside.next().is_some_and(|next| next.is_ascii_digit()),
        Some(joint) if JOINTS.contains(&joint) => {
            beside.next().is_some_and(|next| next.is_ascii_alphanumeric() || next == '_')
        }
        Some(next) => next.is_ascii_alphanumeric(),
        None => false,
    }
}
