//! Object identifiers: the content octets of their DER encoding, and the names that the RFCs give them.

macro_rules! object_identifiers {
    ($($(#[$only:meta])? $constant:ident = $name:literal, [$($byte:literal)*];)*) => {
        $(
            $(#[$only])?
            #[doc = concat!("`", $name, "`")]
            pub const $constant: &[u8] = &[$($byte),*];
        )*

        /// The name of an object identifier, given its content octets.
        #[must_use]
        pub fn name(content: &[u8]) -> Option<&'static str> {
            const NAMES: &[(&[u8], &str)] = &[$($(#[$only])? ($constant, $name)),*];
            // Most of those of one length differ in their last byte only.
            let is_it = |known: &[u8]| known.last() == content.last() && known == content;
            NAMES.iter().find(|(known, _)| is_it(known)).map(|(_, name)| *name)
        }
    };
}

object_identifiers! {
    ID_EC_PUBLIC_KEY = "id-ecPublicKey", [0x2a 0x86 0x48 0xce 0x3d 0x02 0x01];
    SECP256R1 = "prime256v1 (secp256r1)", [0x2a 0x86 0x48 0xce 0x3d 0x03 0x01 0x07];
    SECP384R1 = "secp384r1", [0x2b 0x81 0x04 0x00 0x22];
    SECP521R1 = "secp521r1", [0x2b 0x81 0x04 0x00 0x23];
    ECDSA_WITH_SHA1 = "ecdsa-with-SHA1", [0x2a 0x86 0x48 0xce 0x3d 0x04 0x01];
    ECDSA_WITH_SHA256 = "ecdsa-with-SHA256", [0x2a 0x86 0x48 0xce 0x3d 0x04 0x03 0x02];
    ECDSA_WITH_SHA384 = "ecdsa-with-SHA384", [0x2a 0x86 0x48 0xce 0x3d 0x04 0x03 0x03];
    ECDSA_WITH_SHA512 = "ecdsa-with-SHA512", [0x2a 0x86 0x48 0xce 0x3d 0x04 0x03 0x04];
    ID_ED25519 = "id-Ed25519", [0x2b 0x65 0x70];
    ID_ED448 = "id-Ed448", [0x2b 0x65 0x71];
    RSA_ENCRYPTION = "rsaEncryption", [0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x01];
    MD5_WITH_RSA_ENCRYPTION = "md5WithRSAEncryption", [0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x04];
    SHA1_WITH_RSA_ENCRYPTION = "sha1WithRSAEncryption", [0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x05];
    #[cfg(feature = "rare")]
    ID_MGF1 = "id-mgf1", [0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x08];
    ID_RSASSA_PSS = "id-RSASSA-PSS", [0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x0a];
    SHA256_WITH_RSA_ENCRYPTION = "sha256WithRSAEncryption", [0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x0b];
    SHA384_WITH_RSA_ENCRYPTION = "sha384WithRSAEncryption", [0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x0c];
    SHA512_WITH_RSA_ENCRYPTION = "sha512WithRSAEncryption", [0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x01 0x0d];
    #[cfg(feature = "rare")]
    ID_SHA256 = "id-sha256", [0x60 0x86 0x48 0x01 0x65 0x03 0x04 0x02 0x01];
    #[cfg(feature = "rare")]
    ID_SHA384 = "id-sha384", [0x60 0x86 0x48 0x01 0x65 0x03 0x04 0x02 0x02];
    #[cfg(feature = "rare")]
    ID_SHA512 = "id-sha512", [0x60 0x86 0x48 0x01 0x65 0x03 0x04 0x02 0x03];
    ID_AT_COMMON_NAME = "id-at-commonName", [0x55 0x04 0x03];
    ID_AT_SERIAL_NUMBER = "id-at-serialNumber", [0x55 0x04 0x05];
    ID_AT_COUNTRY_NAME = "id-at-countryName", [0x55 0x04 0x06];
    ID_AT_LOCALITY_NAME = "id-at-localityName", [0x55 0x04 0x07];
    ID_AT_STATE_OR_PROVINCE_NAME = "id-at-stateOrProvinceName", [0x55 0x04 0x08];
    ID_AT_ORGANIZATION_NAME = "id-at-organizationName", [0x55 0x04 0x0a];
    ID_AT_ORGANIZATIONAL_UNIT_NAME = "id-at-organizationalUnitName", [0x55 0x04 0x0b];
    ID_EMAIL_ADDRESS = "id-emailAddress", [0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x09 0x01];
    ID_DOMAIN_COMPONENT = "id-domainComponent", [0x09 0x92 0x26 0x89 0x93 0xf2 0x2c 0x64 0x01 0x19];
    ID_CE_SUBJECT_KEY_IDENTIFIER = "id-ce-subjectKeyIdentifier", [0x55 0x1d 0x0e];
    ID_CE_KEY_USAGE = "id-ce-keyUsage", [0x55 0x1d 0x0f];
    ID_CE_SUBJECT_ALT_NAME = "id-ce-subjectAltName", [0x55 0x1d 0x11];
    ID_CE_ISSUER_ALT_NAME = "id-ce-issuerAltName", [0x55 0x1d 0x12];
    ID_CE_BASIC_CONSTRAINTS = "id-ce-basicConstraints", [0x55 0x1d 0x13];
    ID_CE_NAME_CONSTRAINTS = "id-ce-nameConstraints", [0x55 0x1d 0x1e];
    ID_CE_CRL_DISTRIBUTION_POINTS = "id-ce-cRLDistributionPoints", [0x55 0x1d 0x1f];
    ID_CE_CERTIFICATE_POLICIES = "id-ce-certificatePolicies", [0x55 0x1d 0x20];
    ID_CE_POLICY_MAPPINGS = "id-ce-policyMappings", [0x55 0x1d 0x21];
    ID_CE_AUTHORITY_KEY_IDENTIFIER = "id-ce-authorityKeyIdentifier", [0x55 0x1d 0x23];
    ID_CE_POLICY_CONSTRAINTS = "id-ce-policyConstraints", [0x55 0x1d 0x24];
    ID_CE_EXT_KEY_USAGE = "id-ce-extKeyUsage", [0x55 0x1d 0x25];
    ANY_EXTENDED_KEY_USAGE = "anyExtendedKeyUsage", [0x55 0x1d 0x25 0x00];
    ID_CE_INHIBIT_ANY_POLICY = "id-ce-inhibitAnyPolicy", [0x55 0x1d 0x36];
    ID_PE_AUTHORITY_INFO_ACCESS = "id-pe-authorityInfoAccess", [0x2b 0x06 0x01 0x05 0x05 0x07 0x01 0x01];
    ID_PE_TLS_FEATURE = "id-pe-tlsfeature", [0x2b 0x06 0x01 0x05 0x05 0x07 0x01 0x18];
    ID_KP_SERVER_AUTH = "id-kp-serverAuth", [0x2b 0x06 0x01 0x05 0x05 0x07 0x03 0x01];
    ID_KP_CLIENT_AUTH = "id-kp-clientAuth", [0x2b 0x06 0x01 0x05 0x05 0x07 0x03 0x02];
    ID_KP_CODE_SIGNING = "id-kp-codeSigning", [0x2b 0x06 0x01 0x05 0x05 0x07 0x03 0x03];
    ID_KP_EMAIL_PROTECTION = "id-kp-emailProtection", [0x2b 0x06 0x01 0x05 0x05 0x07 0x03 0x04];
    ID_KP_TIME_STAMPING = "id-kp-timeStamping", [0x2b 0x06 0x01 0x05 0x05 0x07 0x03 0x08];
    ID_KP_OCSP_SIGNING = "id-kp-OCSPSigning", [0x2b 0x06 0x01 0x05 0x05 0x07 0x03 0x09];
    SIGNED_CERTIFICATE_TIMESTAMP_LIST = "SignedCertificateTimestampList",
        [0x2b 0x06 0x01 0x04 0x01 0xd6 0x79 0x02 0x04 0x02];
}

/// The name of an object identifier, or its numbers with dots if it has none here.
#[must_use]
pub fn name_or_numbers(content: &[u8]) -> String {
    name(content).map_or_else(|| numbers(content), str::to_owned)
}

/// The numbers of an object identifier with dots between them, such as `2.5.29.19`. X.690 §8.19.
fn numbers(content: &[u8]) -> String {
    let mut text = String::new();
    let mut number = 0_u64;
    for byte in content {
        number = number.wrapping_shl(7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            if text.is_empty() {
                let first = (number / 40).min(2);
                text = first.to_string();
                number -= first * 40;
            }
            text.push('.');
            text.push_str(&number.to_string());
            number = 0;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn object_identifiers_have_names_or_numbers() {
        assert_eq!(name_or_numbers(ID_ED25519), "id-Ed25519");
        assert_eq!(name_or_numbers(&[0x55, 0x1d, 0x7f]), "2.5.29.127");
        assert_eq!(numbers(SIGNED_CERTIFICATE_TIMESTAMP_LIST), "1.3.6.1.4.1.11129.2.4.2");
        assert_eq!(numbers(ID_DOMAIN_COMPONENT), "0.9.2342.19200300.100.1.25");
        assert_eq!(numbers(&[0xff; 40]), "");
    }
}
