//! Citations, as data: the one file that knows section numbers.

/// A place in a standard.
///
/// It is the place's number in the list below, so that a table of a hundred sentences holds a hundred bytes for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation(u8);

impl Citation {
    /// The RFC's number.
    #[must_use]
    pub fn rfc(self) -> &'static str {
        self.place().0
    }

    /// The section, such as `4.1.2` or `A.1`.
    #[must_use]
    pub fn section(self) -> &'static str {
        self.place().1
    }

    /// The section's heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        TITLES[usize::from(self.0)]
    }

    /// The words of the link: `RFC 8446 §4.1.2`.
    #[must_use]
    pub fn label(self) -> String {
        let (rfc, section) = self.place();
        ["RFC ", rfc, " §", section].concat()
    }

    /// Where to read it.
    #[must_use]
    pub fn url(self) -> String {
        let (rfc, section) = self.place();
        let kind = if section.starts_with(|c: char| c.is_ascii_alphabetic()) { "#appendix-" } else { "#section-" };
        ["https://www.rfc-editor.org/rfc/rfc", rfc, kind, section].concat()
    }

    fn place(self) -> (&'static str, &'static str) {
        let line = PLACES.lines().nth(self.0.into());
        line.and_then(|line| line.split_once(' ')).expect("a citation is the number of a line of PLACES")
    }
}

macro_rules! citations {
    ($($name:ident = $rfc:literal $section:literal $title:literal;)*) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "they number the constants of the same names")]
        #[repr(u8)]
        enum Line { $($name),* }

        $(
            #[doc = concat!("RFC ", $rfc, " §", $section, ", ", $title, ".")]
            pub(super) const $name: Citation = Citation(Line::$name as u8);
        )*

        /// RFC and section of every place that is cited, one in each line.
        const PLACES: &str = concat!($($rfc, " ", $section, "\n"),*);

        /// The sections' headings, in the same order.
        const TITLES: &[&str] = &[$($title),*];

        /// Every place that is cited.
        #[cfg(test)]
        pub(super) const ALL: &[Citation] = &[$($name,)*];
    };
}

citations! {
    DIFFERENCES = 8446 "1.2" "Major Differences from TLS 1.2";
    OVERVIEW = 8446 "2" "Protocol Overview";
    ZERO_RTT = 8446 "2.3" "0-RTT Data";
    RESUMPTION = 8446 "2.2" "Resumption and Pre-Shared Key (PSK)";
    VECTORS = 8446 "3.4" "Vectors";
    HANDSHAKE_PROTOCOL = 8446 "4" "Handshake Protocol";
    NEGOTIATION = 8446 "4.1.1" "Cryptographic Negotiation";
    CLIENT_HELLO = 8446 "4.1.2" "Client Hello";
    SERVER_HELLO = 8446 "4.1.3" "Server Hello";
    HELLO_RETRY_REQUEST = 8446 "4.1.4" "Hello Retry Request";
    EXTENSIONS = 8446 "4.2" "Extensions";
    SUPPORTED_VERSIONS = 8446 "4.2.1" "Supported Versions";
    COOKIE = 8446 "4.2.2" "Cookie";
    SIGNATURE_ALGORITHMS = 8446 "4.2.3" "Signature Algorithms";
    CERTIFICATE_AUTHORITIES = 8446 "4.2.4" "Certificate Authorities";
    OID_FILTERS = 8446 "4.2.5" "OID Filters";
    POST_HANDSHAKE_AUTH = 8446 "4.2.6" "Post-Handshake Client Authentication";
    SUPPORTED_GROUPS = 8446 "4.2.7" "Supported Groups";
    KEY_SHARE = 8446 "4.2.8" "Key Share";
    ECDHE_PARAMETERS = 8446 "4.2.8.2" "ECDHE Parameters";
    PSK_MODES = 8446 "4.2.9" "Pre-Shared Key Exchange Modes";
    EARLY_DATA = 8446 "4.2.10" "Early Data Indication";
    PRE_SHARED_KEY = 8446 "4.2.11" "Pre-Shared Key Extension";
    TICKET_AGE = 8446 "4.2.11.1" "Ticket Age";
    BINDER = 8446 "4.2.11.2" "PSK Binder";
    ENCRYPTED_EXTENSIONS = 8446 "4.3.1" "Encrypted Extensions";
    CERTIFICATE_REQUEST = 8446 "4.3.2" "Certificate Request";
    AUTHENTICATION = 8446 "4.4" "Authentication Messages";
    TRANSCRIPT_HASH = 8446 "4.4.1" "The Transcript Hash";
    CERTIFICATE = 8446 "4.4.2" "Certificate";
    OCSP_AND_SCT = 8446 "4.4.2.1" "OCSP Status and SCT Extensions";
    CERTIFICATE_SELECTION = 8446 "4.4.2.2" "Server Certificate Selection";
    CLIENT_CERTIFICATE = 8446 "4.4.2.3" "Client Certificate Selection";
    RECEIVING_CERTIFICATE = 8446 "4.4.2.4" "Receiving a Certificate Message";
    CERTIFICATE_VERIFY = 8446 "4.4.3" "Certificate Verify";
    FINISHED = 8446 "4.4.4" "Finished";
    END_OF_EARLY_DATA = 8446 "4.5" "End of Early Data";
    NEW_SESSION_TICKET = 8446 "4.6.1" "New Session Ticket Message";
    KEY_UPDATE = 8446 "4.6.3" "Key and Initialization Vector Update";
    RECORD_PROTOCOL = 8446 "5" "Record Protocol";
    RECORD_LAYER = 8446 "5.1" "Record Layer";
    RECORD_PROTECTION = 8446 "5.2" "Record Payload Protection";
    NONCE = 8446 "5.3" "Per-Record Nonce";
    PADDING = 8446 "5.4" "Record Padding";
    ALERT_PROTOCOL = 8446 "6" "Alert Protocol";
    CLOSURE_ALERTS = 8446 "6.1" "Closure Alerts";
    ERROR_ALERTS = 8446 "6.2" "Error Alerts";
    KEY_SCHEDULE = 8446 "7.1" "Key Schedule";
    UPDATED_SECRETS = 8446 "7.2" "Updating Traffic Secrets";
    TRAFFIC_KEYS = 8446 "7.3" "Traffic Key Calculation";
    SHARED_SECRET = 8446 "7.4" "(EC)DHE Shared Secret Calculation";
    ECDHE = 8446 "7.4.2" "Elliptic Curve Diffie-Hellman";
    EXPORTERS = 8446 "7.5" "Exporters";
    SINGLE_USE = 8446 "8.1" "Single-Use Tickets";
    HELLO_RECORDING = 8446 "8.2" "Client Hello Recording";
    FRESHNESS = 8446 "8.3" "Freshness Checks";
    MANDATORY_EXTENSIONS = 8446 "9.2" "Mandatory-to-Implement Extensions";
    STATES_CLIENT = 8446 "A.1" "Client";
    STATES_SERVER = 8446 "A.2" "Server";
    CIPHER_SUITES = 8446 "B.4" "Cipher Suites";
    RANDOM_NUMBERS = 8446 "C.1" "Random Number Generation and Seeding";
    MIDDLEBOX = 8446 "D.4" "Middlebox Compatibility Mode";
    SECURITY_HANDSHAKE = 8446 "E.1" "Handshake";

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
    HYBRID_SHARES = 9954 "3.2" "Transmitting Public Keys and Ciphertexts";
    HYBRID_SECRET = 9954 "3.3" "Shared Secret Calculation";
    RSA_KEY = 8017 "A.1.1" "RSA Public Key Syntax";
    POINT_FORMATS = 8422 "5.1.2" "Supported Point Formats Extension";
    DNS_MATCHING = 6125 "6.4" "Matching the DNS Domain Name Portion";
    RECORD_SIZE_LIMIT = 8449 "4" "The \"record_size_limit\" Extension";
    GREASE = 8701 "2" "GREASE Values";
    GREASE_CLIENT = 8701 "3" "Client-Initiated Extension Points";
    EXTENDED_MASTER_SECRET = 7627 "5.1" "Extension Definition";
    FALLBACK = 7507 "3" "Server Behavior";
    RENEGOTIATION = 5746 "3.2" "Extension Definition";
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
    CLIENT_PUBLIC_12 = 8422 "5.7" "Client Key Exchange";
    PREMASTER = 8422 "5.10" "ECDH, ECDSA, and RSA Computations";
    SESSION_HASH = 7627 "4" "The Extended Master Secret";
    SESSION_RESUMPTION = 7627 "5.3" "Client and Server Behavior: Abbreviated Handshake";
    RENEGOTIATION_CLIENT = 5746 "3.4" "Client Behavior: Initial Handshake";
    EXPORTER_DEFINITION = 5705 "4" "Exporter Definition";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_listed_once() {
        let mut places: Vec<_> = ALL.iter().map(|citation| (citation.rfc(), citation.section())).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), ALL.len());
    }

    #[test]
    fn a_citation_links_to_its_section() {
        assert_eq!(CLIENT_HELLO.label(), "RFC 8446 §4.1.2");
        assert_eq!(CLIENT_HELLO.url(), "https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2");
        assert_eq!(STATES_CLIENT.url(), "https://www.rfc-editor.org/rfc/rfc8446#appendix-A.1");
    }
}
