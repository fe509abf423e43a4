//! Messages in the order and within the bounds in which they are read.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::settings::Settings;
use crate::stored::StoredMessage;
use crate::timestamp::Instant;

/// What bounds a reading by external id. The vendor's pages state both bounds, not how they cut.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// The most messages answered.
    pub(crate) limit: Option<usize>,
    /// How long a transcript can be read after its last message arrived.
    pub(crate) lifetime: Option<Duration>,
}

impl From<&Settings> for Bounds {
    fn from(settings: &Settings) -> Self {
        Self {
            limit: settings.transcript_limit,
            lifetime: settings.transcript_seconds.map(Duration::from_secs),
        }
    }
}

impl Bounds {
    /// The messages that can be read at this time, of those given in order of arrival.
    pub(crate) fn apply(
        &self,
        messages: &[StoredMessage],
        now: DateTime<Utc>,
    ) -> Vec<StoredMessage> {
        if self.is_over(messages, now) {
            return Vec::new();
        }
        let mut readable = chronological(messages);
        readable.truncate(self.limit.unwrap_or(usize::MAX));
        readable
    }

    fn is_over(&self, messages: &[StoredMessage], now: DateTime<Utc>) -> bool {
        let (Some(lifetime), Some(last)) = (self.lifetime, messages.last()) else { return false };
        // A clock set back gives no age.
        let age = (now - last.created_timestamp).to_std().unwrap_or_default();
        age >= lifetime
    }
}

/// The messages by the time that the caller gave them; those of one moment stay in order of arrival.
pub(crate) fn chronological(messages: &[StoredMessage]) -> Vec<StoredMessage> {
    let mut sorted = messages.to_vec();
    sorted.sort_by_cached_key(|message| Instant::read(&message.client_timestamp));
    sorted
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use chrono::TimeDelta;

    use super::*;
    use crate::stored::StoredSender;

    const ZERO: DateTime<Utc> = DateTime::UNIX_EPOCH;

    /// A message that arrived so many seconds after zero.
    fn message(text: &str, client_timestamp: &str, arrived: i64) -> StoredMessage {
        StoredMessage {
            id: "01BX5".to_owned(),
            text: text.to_owned(),
            sender: StoredSender { role: "agent".to_owned(), external_id: "a".to_owned() },
            client_timestamp: client_timestamp.to_owned(),
            created_timestamp: ZERO + TimeDelta::seconds(arrived),
        }
    }

    fn texts(messages: &[StoredMessage]) -> String {
        messages.iter().map(|message| message.text.as_str()).collect()
    }

    #[test]
    fn messages_are_sorted_as_moments() {
        let messages = [
            message("f", "2021-11-23T12:13:15Z", 0),
            message("c", "2021-11-23T12:13:14.5Z", 1),
            message("d", "2021-11-23T14:13:14.500+02:00", 2),
            message("b", "2021-11-23T12:13:14.4999Z", 3),
            message("e", "2021-11-23T12:13:14.500000000001Z", 4),
            message("a", "2021-11-23T13:13:14+02:00", 5),
        ];
        assert_eq!(texts(&chronological(&messages)), "abcdef");
    }

    #[test]
    fn bounds() {
        let (first, second) = ("2021-11-23T12:13:14Z", "2021-11-23T12:13:15Z");
        let messages = [message("b", second, 100), message("a", first, 200)];
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        let rows = [
            (None, None, i64::from(i32::MAX), "ab"),
            (Some(2), None, 0, "ab"),
            (Some(1), None, 0, "a"),
            (Some(0), None, 0, ""),
            (None, seconds(10), 209, "ab"),
            (None, seconds(10), 210, ""),
            (None, seconds(10), 211, ""),
            (None, seconds(10), 0, "ab"),
            (None, seconds(0), 200, ""),
            (None, Some(Duration::MAX), i64::from(i32::MAX), "ab"),
            (Some(1), seconds(10), 209, "a"),
        ];
        for (limit, lifetime, now, expected) in rows {
            let bounds = Bounds { limit, lifetime };
            let found = bounds.apply(&messages, ZERO + TimeDelta::seconds(now));
            assert_eq!(texts(&found), expected, "{bounds:?} {now}");
        }
        assert!(Bounds::from(&Settings::default()).apply(&[], ZERO).is_empty());
    }

    #[test]
    fn the_published_bounds() {
        let Bounds { limit, lifetime } = Bounds::from(&Settings::default());
        assert_eq!((limit, lifetime), (Some(1000), Some(Duration::from_secs(604_800))));
    }
}
