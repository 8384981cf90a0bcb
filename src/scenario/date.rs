//! Calendar dates.

/// A day of the Gregorian calendar, from 1970 to 2049 (the years of a DER `UTCTime`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// Reads `YYYY-MM-DD`; `None` if it is not a day from 1970 to 2049.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |width: usize| {
            parts.next().filter(|part| part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let date = Self { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        let valid = parts.next().is_none()
            && (1970..=2049).contains(&date.year)
            && (1..=12).contains(&date.month)
            && (1..=date.days_in_month()).contains(&date.day);
        valid.then_some(date)
    }

    /// Seconds from 1970-01-01T00:00:00Z to noon of that day.
    #[must_use]
    pub fn unix_time(self) -> u64 {
        let leap_days = (1970..self.year).filter(|year| is_leap(*year)).count() as u64;
        let years = u64::from(self.year - 1970) * 365 + leap_days;
        let months: u64 = (1..self.month).map(|month| u64::from(Self { month, ..self }.days_in_month())).sum();
        (years + months + u64::from(self.day - 1)) * 86_400 + 43_200
    }

    fn days_in_month(self) -> u8 {
        match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if is_leap(self.year) => 29,
            2 => 28,
            _ => 31,
        }
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

impl core::fmt::Display for Date {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { year, month, day } = self;
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_parse_and_print_and_count() {
        let date = Date::parse("2024-02-29").unwrap();
        assert_eq!(date.to_string(), "2024-02-29");
        assert_eq!(date.unix_time(), 1_709_208_000);
        for bad in ["2023-02-29", "2024-13-01", "24-1-1", "2024-01-00", "2050-01-01", "2024-01-01-", ""] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }
}
