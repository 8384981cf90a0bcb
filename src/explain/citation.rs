//! Citations, as data: the one file that knows section numbers.

use crate::crypto::rare;

/// A place in a standard.
///
/// It is the place's number in the list below, so that a table of a hundred sentences holds a hundred bytes for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation(u8);

impl Citation {
    /// Where it stands.
    #[must_use]
    pub fn place(self) -> Place {
        let (rfc, rest) = self.line();
        Place { rfc, section: rest.split(' ').next().unwrap_or(rest) }
    }

    /// Where the same stands in the RFC that replaces this one, if there is one.
    #[must_use]
    pub fn replaced_by(self) -> Option<Place> {
        let (_, section) = self.line().1.split_once(' ')?;
        Some(Place { rfc: SUCCESSOR, section })
    }

    /// The section's heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        TITLES[usize::from(self.0)]
    }

    fn line(self) -> (&'static str, &'static str) {
        let line = PLACES.lines().nth(self.0.into());
        line.and_then(|line| line.split_once(' ')).expect("a citation is the number of a line of PLACES")
    }
}

/// The RFC that replaces RFC 8446, of the same protocol; its sections are in another order.
const SUCCESSOR: &str = "9846";

/// A section of an RFC, or a draft of one, which is cited as a whole: its sections have not settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The RFC's number, or the draft's name without `draft-ietf-tls-`.
    pub rfc: &'static str,
    /// The section, such as `4.1.2` or `A.1`; empty for a draft.
    pub section: &'static str,
}

impl Place {
    /// Whether this is a draft. Only what few handshakes need is in one.
    fn is_draft(self) -> bool {
        rare::BUILT && self.section.is_empty()
    }

    /// The words of the link: `RFC 8446 §4.1.2`.
    #[must_use]
    pub fn label(self) -> String {
        if self.is_draft() {
            return ["draft-ietf-tls-", self.rfc].concat();
        }
        ["RFC ", self.rfc, " §", self.section].concat()
    }

    /// Where to read it.
    #[must_use]
    pub fn url(self) -> String {
        if self.is_draft() {
            return ["https://datatracker.ietf.org/doc/html/", &self.label()].concat();
        }
        let kind = if self.section.starts_with(|c: char| c.is_ascii_alphabetic()) { "#appendix-" } else { "#section-" };
        ["https://www.rfc-editor.org/rfc/rfc", self.rfc, kind, self.section].concat()
    }
}

macro_rules! citations {
    (
        rare { $($rare:ident = $rare_rfc:literal $rare_section:literal $rare_title:literal;)* }
        $($name:ident = $rfc:literal $section:literal $title:literal $(, 9846 $newer:literal)?;)*
    ) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "they number the constants of the same names")]
        #[repr(u8)]
        enum Line { $($name,)* $($rare),* }

        $(
            #[doc = concat!("RFC ", $rfc, " §", $section, ", ", $title, ".")]
            pub(super) const $name: Citation = Citation(Line::$name as u8);
        )*
        $(
            #[doc = concat!($rare_rfc, " ", $rare_section, ", ", $rare_title, ".")]
            pub(super) const $rare: Citation = Citation(Line::$rare as u8);
        )*

        /// RFC and section of every place that is cited, and the section of the successor if there is one; a line each.
        const PLACES: &str = if rare::BUILT {
            concat!($($rfc, " ", $section $(, " ", $newer)?, "\n",)* $($rare_rfc, " ", $rare_section, "\n"),*)
        } else {
            concat!($($rfc, " ", $section $(, " ", $newer)?, "\n"),*)
        };

        /// The sections' headings, in the same order.
        const TITLES: &[&str] =
            if rare::BUILT { &[$($title,)* $($rare_title),*] } else { &[$($title),*] };

        /// Every place that is cited.
        #[cfg(test)]
        pub(super) const ALL: &[Citation] = &[$($name,)* $($rare),*];
    };
}

citations! {
    // Of what the page's first part never shows.
    rare {
        ECDHE_MLKEM = "ecdhe-mlkem" "" "Post-quantum hybrid ECDHE-MLKEM Key Agreement for TLSv1.3";
        COMPRESSION = 8879 "3" "Negotiating Certificate Compression";
        COMPRESSED_CERTIFICATE = 8879 "4" "Compressed Certificate Message";
        RSA_PSS = 8017 "A.2.3" "RSASSA-PSS";
        RENEGOTIATION_CLIENT = 5746 "3.4" "Client Behavior: Initial Handshake";
        RENEGOTIATION_CLIENT_LATER = 5746 "3.5" "Client Behavior: Secure Renegotiation";
        RENEGOTIATION_SERVER = 5746 "3.6" "Server Behavior: Initial Handshake";
        RENEGOTIATION_SERVER_LATER = 5746 "3.7" "Server Behavior: Secure Renegotiation";
        CLIENT_PUBLIC_12 = 8422 "5.7" "Client Key Exchange";
    }

    DIFFERENCES = 8446 "1.2" "Major Differences from TLS 1.2", 9846 "1.3";
    OVERVIEW = 8446 "2" "Protocol Overview", 9846 "2";
    ZERO_RTT = 8446 "2.3" "0-RTT Data", 9846 "2.3";
    RESUMPTION = 8446 "2.2" "Resumption and Pre-Shared Key (PSK)", 9846 "2.2";
    VECTORS = 8446 "3.4" "Vectors", 9846 "3.4";
    HANDSHAKE_PROTOCOL = 8446 "4" "Handshake Protocol", 9846 "4";
    NEGOTIATION = 8446 "4.1.1" "Cryptographic Negotiation", 9846 "4.2.1";
    CLIENT_HELLO = 8446 "4.1.2" "Client Hello", 9846 "4.2.2";
    SERVER_HELLO = 8446 "4.1.3" "Server Hello", 9846 "4.2.3";
    HELLO_RETRY_REQUEST = 8446 "4.1.4" "Hello Retry Request", 9846 "4.2.4";
    EXTENSIONS = 8446 "4.2" "Extensions", 9846 "4.3";
    SUPPORTED_VERSIONS = 8446 "4.2.1" "Supported Versions", 9846 "4.3.1";
    COOKIE = 8446 "4.2.2" "Cookie", 9846 "4.3.2";
    SIGNATURE_ALGORITHMS = 8446 "4.2.3" "Signature Algorithms", 9846 "4.3.3";
    CERTIFICATE_AUTHORITIES = 8446 "4.2.4" "Certificate Authorities", 9846 "4.3.4";
    OID_FILTERS = 8446 "4.2.5" "OID Filters", 9846 "4.3.5";
    POST_HANDSHAKE_AUTH = 8446 "4.2.6" "Post-Handshake Client Authentication", 9846 "4.3.6";
    SUPPORTED_GROUPS = 8446 "4.2.7" "Supported Groups", 9846 "4.3.7";
    KEY_SHARE = 8446 "4.2.8" "Key Share", 9846 "4.3.8";
    ECDHE_PARAMETERS = 8446 "4.2.8.2" "ECDHE Parameters", 9846 "4.3.8.2";
    PSK_MODES = 8446 "4.2.9" "Pre-Shared Key Exchange Modes", 9846 "4.3.9";
    EARLY_DATA = 8446 "4.2.10" "Early Data Indication", 9846 "4.3.10";
    PRE_SHARED_KEY = 8446 "4.2.11" "Pre-Shared Key Extension", 9846 "4.3.11";
    TICKET_AGE = 8446 "4.2.11.1" "Ticket Age", 9846 "4.3.11.1";
    BINDER = 8446 "4.2.11.2" "PSK Binder", 9846 "4.3.11.2";
    ENCRYPTED_EXTENSIONS = 8446 "4.3.1" "Encrypted Extensions", 9846 "4.4.1";
    CERTIFICATE_REQUEST = 8446 "4.3.2" "Certificate Request", 9846 "4.4.2";
    AUTHENTICATION = 8446 "4.4" "Authentication Messages", 9846 "4.5";
    TRANSCRIPT_HASH = 8446 "4.4.1" "The Transcript Hash", 9846 "4.1";
    CERTIFICATE = 8446 "4.4.2" "Certificate", 9846 "4.5.1";
    OCSP_AND_SCT = 8446 "4.4.2.1" "OCSP Status and SCT Extensions", 9846 "4.5.1.1";
    CERTIFICATE_SELECTION = 8446 "4.4.2.2" "Server Certificate Selection", 9846 "4.5.1.2";
    CLIENT_CERTIFICATE = 8446 "4.4.2.3" "Client Certificate Selection", 9846 "4.5.1.2";
    RECEIVING_CERTIFICATE = 8446 "4.4.2.4" "Receiving a Certificate Message", 9846 "4.5.1.3";
    CERTIFICATE_VERIFY = 8446 "4.4.3" "Certificate Verify", 9846 "4.5.2";
    FINISHED = 8446 "4.4.4" "Finished", 9846 "4.5.3";
    END_OF_EARLY_DATA = 8446 "4.5" "End of Early Data", 9846 "4.6";
    NEW_SESSION_TICKET = 8446 "4.6.1" "New Session Ticket Message", 9846 "4.7.1";
    POST_HANDSHAKE = 8446 "4.6.2" "Post-Handshake Authentication", 9846 "4.7.2";
    KEY_UPDATE = 8446 "4.6.3" "Key and Initialization Vector Update", 9846 "4.7.3";
    RECORD_PROTOCOL = 8446 "5" "Record Protocol", 9846 "5";
    RECORD_LAYER = 8446 "5.1" "Record Layer", 9846 "5.1";
    RECORD_PROTECTION = 8446 "5.2" "Record Payload Protection", 9846 "5.2";
    NONCE = 8446 "5.3" "Per-Record Nonce", 9846 "5.3";
    PADDING = 8446 "5.4" "Record Padding", 9846 "5.4";
    ALERT_PROTOCOL = 8446 "6" "Alert Protocol", 9846 "6";
    CLOSURE_ALERTS = 8446 "6.1" "Closure Alerts", 9846 "6.1";
    ERROR_ALERTS = 8446 "6.2" "Error Alerts", 9846 "6.2";
    KEY_SCHEDULE = 8446 "7.1" "Key Schedule", 9846 "7.1";
    UPDATED_SECRETS = 8446 "7.2" "Updating Traffic Secrets", 9846 "7.2";
    TRAFFIC_KEYS = 8446 "7.3" "Traffic Key Calculation", 9846 "7.3";
    SHARED_SECRET = 8446 "7.4" "(EC)DHE Shared Secret Calculation", 9846 "7.4";
    ECDHE = 8446 "7.4.2" "Elliptic Curve Diffie-Hellman", 9846 "7.4.2";
    EXPORTERS = 8446 "7.5" "Exporters", 9846 "7.5";
    FRESHNESS = 8446 "8.3" "Freshness Checks", 9846 "8.3";
    MANDATORY_EXTENSIONS = 8446 "9.2" "Mandatory-to-Implement Extensions", 9846 "9.2";
    STATES_CLIENT = 8446 "A.1" "Client", 9846 "A.1";
    STATES_SERVER = 8446 "A.2" "Server", 9846 "A.2";
    CIPHER_SUITES = 8446 "B.4" "Cipher Suites", 9846 "B.4";
    RANDOM_NUMBERS = 8446 "C.1" "Random Number Generation and Seeding", 9846 "C.1";
    MIDDLEBOX = 8446 "D.4" "Middlebox Compatibility Mode", 9846 "E.4";
    SECURITY_HANDSHAKE = 8446 "E.1" "Handshake", 9846 "F.1";
    REPLAY = 8446 "8" "0-RTT and Anti-Replay", 9846 "8";
    SINGLE_USE = 8446 "8.1" "Single-Use Tickets", 9846 "8.1";
    HELLO_RECORDING = 8446 "8.2" "Client Hello Recording", 9846 "8.2";

    X509_BASIC = 5280 "4.1" "Basic Certificate Fields";
    X509_TBS_FIELD = 5280 "4.1.1.1" "tbsCertificate";
    X509_SIGNATURE_ALGORITHM = 5280 "4.1.1.2" "signatureAlgorithm";
    X509_SIGNATURE_VALUE = 5280 "4.1.1.3" "signatureValue";
    X509_VERSION = 5280 "4.1.2.1" "Version";
    X509_SERIAL = 5280 "4.1.2.2" "Serial Number";
    X509_SIGNATURE = 5280 "4.1.2.3" "Signature";
    X509_ISSUER = 5280 "4.1.2.4" "Issuer";
    X509_VALIDITY = 5280 "4.1.2.5" "Validity";
    X509_SUBJECT = 5280 "4.1.2.6" "Subject";
    X509_PUBLIC_KEY = 5280 "4.1.2.7" "Subject Public Key Info";
    X509_UNIQUE = 5280 "4.1.2.8" "Unique Identifiers";
    X509_EXTENSIONS = 5280 "4.1.2.9" "Extensions";
    X509_EXTENSION_FORM = 5280 "4.2" "Certificate Extensions";
    X509_AUTHORITY_KEY = 5280 "4.2.1.1" "Authority Key Identifier";
    X509_SUBJECT_KEY = 5280 "4.2.1.2" "Subject Key Identifier";
    X509_KEY_USAGE = 5280 "4.2.1.3" "Key Usage";
    X509_ALT_NAME = 5280 "4.2.1.6" "Subject Alternative Name";
    X509_BASIC_CONSTRAINTS = 5280 "4.2.1.9" "Basic Constraints";
    X509_NAME_CONSTRAINTS = 5280 "4.2.1.10" "Name Constraints";
    X509_EXTENDED_KEY_USAGE = 5280 "4.2.1.12" "Extended Key Usage";
    X509_PATHS = 5280 "3.2" "Certification Paths and Trust";
    X509_VALIDATION = 5280 "6" "Certification Path Validation";
    X509_PROCESSING = 5280 "6.1.3" "Basic Certificate Processing";
    X509_NEXT = 5280 "6.1.4" "Preparation for Certificate i+1";

    SNI = 6066 "3" "Server Name Indication";
    MAX_FRAGMENT_LENGTH = 6066 "4" "Maximum Fragment Length Negotiation";
    STATUS_REQUEST = 6066 "8" "Certificate Status Request";
    ALPN = 7301 "3.1" "The Application-Layer Protocol Negotiation Extension";
    ALPN_SELECTION = 7301 "3.2" "Protocol Selection";
    HKDF_EXTRACT = 5869 "2.2" "Step 1: Extract";
    HKDF_EXPAND = 5869 "2.3" "Step 2: Expand";
    X25519 = 7748 "6.1" "Curve25519";
    POINT = 8422 "5.4.1" "Uncompressed Point Format for NIST Curves";
    HYBRID_SECRET = 9954 "3.3" "Shared Secret Calculation";
    RSA_KEY = 8017 "A.1.1" "RSA Public Key Syntax";
    POINT_FORMATS = 8422 "5.1.2" "Supported Point Formats Extension";
    DNS_MATCHING = 9525 "6.3" "Matching the DNS Domain Name Portion";
    RECORD_SIZE_LIMIT = 8449 "4" "The \"record_size_limit\" Extension";
    GREASE = 8701 "2" "GREASE Values";
    GREASE_CLIENT = 8701 "3" "Client-Initiated Extension Points";
    EXTENDED_MASTER_SECRET = 7627 "5.1" "Extension Definition";
    FALLBACK = 7507 "3" "Server Behavior";
    RENEGOTIATION = 5746 "3.2" "Extension Definition";
    RECORD_12 = 5246 "6.2.1" "Fragmentation";
    PRF = 5246 "5" "HMAC and the Pseudorandom Function";
    AEAD_CIPHERS = 5246 "6.2.3.3" "AEAD Ciphers";
    KEY_CALCULATION = 5246 "6.3" "Key Calculation";
    CHANGE_CIPHER_SPEC = 5246 "7.1" "Change Cipher Spec Protocol";
    CLOSURE_ALERTS_12 = 5246 "7.2.1" "Closure Alerts";
    ERROR_ALERTS_12 = 5246 "7.2.2" "Error Alerts";
    OVERVIEW_12 = 5246 "7.3" "Handshake Protocol Overview";
    HELLO_REQUEST = 5246 "7.4.1.1" "Hello Request";
    CLIENT_HELLO_12 = 5246 "7.4.1.2" "Client Hello";
    SERVER_HELLO_12 = 5246 "7.4.1.3" "Server Hello";
    SERVER_CERTIFICATE_12 = 5246 "7.4.2" "Server Certificate";
    SERVER_KEY_EXCHANGE = 5246 "7.4.3" "Server Key Exchange Message";
    CERTIFICATE_REQUEST_12 = 5246 "7.4.4" "Certificate Request";
    SERVER_HELLO_DONE = 5246 "7.4.5" "Server Hello Done";
    CLIENT_CERTIFICATE_12 = 5246 "7.4.6" "Client Certificate";
    CLIENT_KEY_EXCHANGE = 5246 "7.4.7" "Client Key Exchange Message";
    RSA_PREMASTER = 5246 "7.4.7.1" "RSA-Encrypted Premaster Secret Message";
    CERTIFICATE_VERIFY_12 = 5246 "7.4.8" "Certificate Verify";
    FINISHED_12 = 5246 "7.4.9" "Finished";
    MASTER_SECRET_12 = 5246 "8.1" "Computing the Master Secret";
    GCM_NONCE = 5288 "3" "AES-GCM Cipher Suites";
    TICKET_12 = 5077 "3.3" "NewSessionTicket Handshake Message";
    SESSION_TICKET = 5077 "3.2" "SessionTicket TLS Extension";
    SIGNED_PARAMS = 8422 "5.4" "Server Key Exchange";
    PREMASTER = 8422 "5.10" "ECDH, ECDSA, and RSA Computations";
    SESSION_HASH = 7627 "4" "The Extended Master Secret";
    SESSION_RESUMPTION = 7627 "5.3" "Client and Server Behavior: Abbreviated Handshake";
    EXPORTER_DEFINITION = 5705 "4" "Exporter Definition";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_listed_once() {
        let mut places: Vec<_> = ALL.iter().map(|citation| citation.place()).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), ALL.len());
    }

    #[test]
    fn a_citation_links_to_its_section() {
        assert_eq!(CLIENT_HELLO.place().label(), "RFC 8446 §4.1.2");
        assert_eq!(CLIENT_HELLO.place().url(), "https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2");
        assert_eq!(ECDHE_MLKEM.place().label(), "draft-ietf-tls-ecdhe-mlkem");
        assert_eq!(ECDHE_MLKEM.place().url(), "https://datatracker.ietf.org/doc/html/draft-ietf-tls-ecdhe-mlkem");
        assert_eq!(STATES_CLIENT.place().url(), "https://www.rfc-editor.org/rfc/rfc8446#appendix-A.1");
    }

    #[test]
    fn all_of_rfc_8446_and_nothing_else_has_its_place_in_rfc_9846() {
        for citation in ALL {
            assert_eq!(citation.replaced_by().is_some(), citation.place().rfc == "8446", "{:?}", citation.place());
        }
        let newer = CLIENT_HELLO.replaced_by().expect("it is of RFC 8446");
        assert_eq!(newer.label(), "RFC 9846 §4.2.2");
        assert_eq!(newer.url(), "https://www.rfc-editor.org/rfc/rfc9846#section-4.2.2");
    }
}
