//! Times: `UTCTime` and `GeneralizedTime`, as RFC 5280 §4.1.2.5 limits them.

use super::der::{self, Tag, element};
use crate::wire::{DecodeError, Reader, Value};

/// A second of the Gregorian calendar, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    pub unix: i64,
}

/// The time in which a certificate may be used, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first second.
    pub not_before: Time,
    /// The last second.
    pub not_after: Time,
}

impl Validity {
    /// Reads a `Validity`.
    pub(super) fn read(reader: &mut Reader) -> Result<Self, DecodeError> {
        element(reader, "validity", Tag::SEQUENCE, |reader| {
            let not_before = Time::read(reader, "notBefore")?;
            let not_after = Time::read(reader, "notAfter")?;
            Ok(Self { not_before, not_after })
        })
    }
}

impl Time {
    /// The second with that date and time of day; `None` if there is no such one in the years 0 to 9999.
    #[must_use]
    pub fn from_calendar(date: (u16, u8, u8), time_of_day: (u8, u8, u8)) -> Option<Self> {
        let (year, month, day) = date;
        let (hour, minute, second) = time_of_day;
        let valid = year <= 9999
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        let seconds = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
        valid.then(|| Self { unix: days_to(year, month, day) * 86_400 + seconds })
    }

    /// So many seconds before.
    #[must_use]
    pub fn earlier(self, seconds: i64) -> Self {
        Self { unix: self.unix.saturating_sub(seconds) }
    }

    fn read(reader: &mut Reader, name: &'static str) -> Result<Self, DecodeError> {
        let tag = if der::starts_with(reader, Tag::GENERALIZED_TIME) { Tag::GENERALIZED_TIME } else { Tag::UTC_TIME };
        element(reader, name, tag, |reader| {
            let problem = reader.illegal(name, "a date and time in digits, then Z");
            let text = reader.leaf(name, reader.remaining(), Value::Time)?;
            Self::parse(text, tag).ok_or_else(problem)
        })
    }

    fn parse(text: &[u8], tag: Tag) -> Option<Self> {
        let year_digits = if tag == Tag::GENERALIZED_TIME { 4 } else { 2 };
        let digits = text.strip_suffix(b"Z").filter(|digits| digits.len() == year_digits + 10)?;
        let (year, rest) = digits.split_at(year_digits);
        let year = match number(year)? {
            year if year_digits == 4 => year,
            // Two digits mean 1950 to 2049.
            year if year < 50 => 2000 + year,
            year => 1900 + year,
        };
        let mut parts = [0_u8; 5];
        for (part, pair) in parts.iter_mut().zip(rest.chunks(2)) {
            *part = u8::try_from(number(pair)?).ok()?;
        }
        let [month, day, hour, minute, second] = parts;
        Self::from_calendar((year, month, day), (hour, minute, second))
    }
}

impl core::fmt::Display for Time {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (days, seconds) = (self.unix.div_euclid(86_400), self.unix.rem_euclid(86_400));
        let (year, month, day) = date_of(days);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
    }
}

fn number(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0_u16, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u16::from(digit - b'0')))
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(i64::from(year)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 to the first of a year; negative before. The years divisible by 4 but not by 100, or by 400, up
/// to 1970 are 477.
fn days_to_year(year: i64) -> i64 {
    let last = year - 1;
    let leap_days = last.div_euclid(4) - last.div_euclid(100) + last.div_euclid(400) - 477;
    (year - 1970) * 365 + leap_days
}

fn days_to(year: u16, month: u8, day: u8) -> i64 {
    let months: i64 = (1..month).map(|month| i64::from(days_in_month(year, month))).sum();
    days_to_year(i64::from(year)) + months + i64::from(day) - 1
}

fn date_of(days: i64) -> (i64, u8, i64) {
    // A year has 365.2425 days on average, so the guess is off by one at most.
    let mut year = 1970 + (days * 400).div_euclid(146_097);
    if days < days_to_year(year) {
        year -= 1;
    } else if days >= days_to_year(year + 1) {
        year += 1;
    }
    let mut day = days - days_to_year(year);
    let mut month = 1;
    // Only whether the year is a leap year matters for its months.
    let like = if is_leap(year) { 2000 } else { 2001 };
    while month < 12 && day >= i64::from(days_in_month(like, month)) {
        day -= i64::from(days_in_month(like, month));
        month += 1;
    }
    (year, month, day + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_parse_and_print() {
        for (text, tag, unix, printed) in [
            (&b"261231235959Z"[..], Tag::UTC_TIME, 1_798_761_599, "2026-12-31 23:59:59 UTC"),
            (b"700101000000Z", Tag::UTC_TIME, 0, "1970-01-01 00:00:00 UTC"),
            (b"500101000000Z", Tag::UTC_TIME, -631_152_000, "1950-01-01 00:00:00 UTC"),
            (b"240229120000Z", Tag::UTC_TIME, 1_709_208_000, "2024-02-29 12:00:00 UTC"),
            (b"20500101000000Z", Tag::GENERALIZED_TIME, 2_524_608_000, "2050-01-01 00:00:00 UTC"),
            (b"99991231235959Z", Tag::GENERALIZED_TIME, 253_402_300_799, "9999-12-31 23:59:59 UTC"),
            (b"00000101000000Z", Tag::GENERALIZED_TIME, -62_167_219_200, "0000-01-01 00:00:00 UTC"),
        ] {
            let time = Time::parse(text, tag).unwrap();
            assert_eq!(time.unix, unix);
            assert_eq!(time.to_string(), printed);
        }
        for bad in
            [&b""[..], b"Z", b"2612312359Z", b"261231235960Z", b"260229000000Z", b"26123123595aZ", b"261231235959"]
        {
            assert_eq!(Time::parse(bad, Tag::UTC_TIME), None);
        }
    }

    #[test]
    fn every_day_of_four_centuries_prints_as_itself() {
        let mut day = days_to(1800, 1, 1);
        for year in 1800..2200_u16 {
            for month in 1..=12 {
                for day_of_month in 1..=days_in_month(year, month) {
                    assert_eq!(days_to(year, month, day_of_month), day);
                    assert_eq!(date_of(day), (i64::from(year), month, i64::from(day_of_month)));
                    day += 1;
                }
            }
        }
    }
}
