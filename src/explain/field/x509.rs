//! The fields of X.509 certificates.

use super::rows::rows;

rows! {
    "tag and length", X509_BASIC:
        "DER writes every value as its kind (the tag), its length and its content. This is the kind and the length.";
    "unused bits", X509_SIGNATURE_VALUE:
        "A string of bits need not end with a whole byte: this says how many bits at the end do not count.";
    "Certificate", X509_BASIC:
        "A certificate: a statement that a public key belongs to a name, signed by an issuer.";
    "tbsCertificate", X509_TBS_FIELD:
        "The part that is signed: whose certificate it is, who issued it, the public key, and for how long.";
    "signatureAlgorithm", X509_SIGNATURE_ALGORITHM:
        "The algorithm with which the issuer signed this certificate. It must be the same as inside the signed part.";
    "signatureValue", X509_SIGNATURE_VALUE:
        "The issuer's signature over the bytes of tbsCertificate.";
    "ECDSA-Sig-Value", X509_SIGNATURE_VALUE:
        "An ECDSA signature is a pair of numbers, r and s.";
    "r" within "ECDSA-Sig-Value", X509_SIGNATURE_VALUE:
        "The first number of the signature. It comes from a secret number that is used for one signature only.";
    "s" within "ECDSA-Sig-Value", X509_SIGNATURE_VALUE:
        "The second number of the signature. It ties the first to the signed bytes and to the private key.";
    "version", X509_VERSION:
        "Which form of certificate this is. Version 3 brought the extensions.";
    "Version", X509_VERSION:
        "The number 2 stands for version 3, because the count starts at 0.";
    "serialNumber" within "AttributeTypeAndValue", X509_ISSUER, rare:
        "A serial number that tells this subject from others of the same name.";
    "serialNumber", X509_SERIAL:
        "A number that the issuer gives to no other certificate of its own.";
    "signature", X509_SIGNATURE:
        "The issuer's signature algorithm, once more inside the signed part, so that nobody can exchange it.";
    "issuer", X509_ISSUER:
        "Who vouches for this certificate and signed it.";
    "validity", X509_VALIDITY:
        "From when to when the certificate is valid.";
    "notBefore", X509_VALIDITY:
        "The first moment at which the certificate is valid.";
    "notAfter", X509_VALIDITY:
        "The last moment at which the certificate is valid.";
    "subject", X509_SUBJECT:
        "Whose certificate it is. For a web server the names in subjectAltName count.";
    "issuerUniqueID", X509_UNIQUE, rare:
        "Once meant to tell issuers of the same name apart. An authority must not use it any more.";
    "subjectUniqueID", X509_UNIQUE, rare:
        "Once meant to tell subjects of the same name apart. An authority must not use it any more.";
    "Name", X509_ISSUER, rare:
        "A distinguished name: a list of attributes, such as a country, an organisation and a common name.";
    "RelativeDistinguishedName", X509_ISSUER:
        "One step of a name: usually a single attribute with its value.";
    "AttributeTypeAndValue", X509_ISSUER:
        "One attribute: what kind it is, and its value.";
    "type", X509_ISSUER:
        "Which attribute of the name this is, by its object identifier.";
    "commonName", X509_ISSUER:
        "A name for people, such as that of an authority. This client does not take it for the name of a web server.";
    "countryName", X509_ISSUER, rare:
        "A country, in two letters.";
    "localityName", X509_ISSUER, rare:
        "A town or region.";
    "stateOrProvinceName", X509_ISSUER, rare:
        "A state or province.";
    "organizationName", X509_ISSUER, rare:
        "An organisation.";
    "organizationalUnitName", X509_ISSUER, rare:
        "A part of an organisation.";
    "domainComponent", X509_ISSUER, rare:
        "One label of a DNS name, as an attribute.";
    "emailAddress", X509_SUBJECT, rare:
        "An e-mail address, as old certificates write it.";
    "value", X509_ISSUER, rare:
        "The value of the attribute.";
    "subjectPublicKeyInfo", X509_PUBLIC_KEY:
        "The public key that the certificate is about, with its algorithm.";
    "algorithm" of "subjectPublicKeyInfo", X509_PUBLIC_KEY:
        "What kind of key this is.";
    "algorithm" within "subjectPublicKeyInfo", X509_PUBLIC_KEY:
        "The kind of key, by its object identifier.";
    "algorithm", X509_SIGNATURE_ALGORITHM:
        "The signature algorithm, by its object identifier.";
    "namedCurve", X509_PUBLIC_KEY:
        "The elliptic curve that the key belongs to.";
    "parameters", X509_SIGNATURE_ALGORITHM, rare:
        "Parameters of the algorithm, where it has any.";
    "RSASSA-PSS-params", RSA_PSS, rare:
        "How RSASSA-PSS signs here: with which hash, and with how much salt.";
    "hashAlgorithm", RSA_PSS, rare:
        "The hash of what is signed. If it is left out, SHA-1 is meant, which is no longer safe.";
    "HashAlgorithm", RSA_PSS, rare:
        "A hash function, by its object identifier.";
    "maskGenAlgorithm", RSA_PSS, rare:
        "What stretches the hash to the length of the key. TLS wants MGF1 with the same hash.";
    "MaskGenAlgorithm", RSA_PSS, rare:
        "The function MGF1, and the hash that it uses.";
    "saltLength", RSA_PSS, rare:
        "How many random bytes go into the signature. TLS wants as many as the hash has.";
    "trailerField", RSA_PSS, rare:
        "With which byte the encoded hash ends. There is one way only, 1.";
    "subjectPublicKey", X509_PUBLIC_KEY:
        "The public key itself. Whoever holds the private key that fits it can prove to be the subject.";
    "ECPoint", POINT:
        "The public key is a point on the curve.";
    "form", POINT:
        "How the point is written. 4 means uncompressed: both coordinates follow.";
    "X", POINT:
        "The first coordinate of the point.";
    "Y", POINT:
        "The second coordinate of the point.";
    "RSAPublicKey", RSA_KEY, rare:
        "An RSA public key: a modulus and an exponent.";
    "modulus", RSA_KEY, rare:
        "The product of two large secret primes.";
    "publicExponent", RSA_KEY, rare:
        "The exponent with which anyone can verify; 65537 is usual.";
    "extensions", X509_EXTENSIONS:
        "What came with version 3: names, what the key is for, whether it may issue certificates.";
    "Extensions", X509_EXTENSIONS:
        "The list of extensions.";
    "Extension", X509_EXTENSION_FORM:
        "One extension: which it is, whether it is critical, and what it says.";
    "extnID", X509_EXTENSION_FORM:
        "Which extension this is, by its object identifier.";
    "critical", X509_EXTENSION_FORM:
        "Whoever does not know a critical extension must refuse the certificate. If this is left out, the extension \
         is not critical.";
    "extnValue", X509_EXTENSION_FORM:
        "What the extension says, in DER of its own inside a string of bytes.";
    "KeyIdentifier", X509_SUBJECT_KEY:
        "A short name for this certificate's own key, by which those below can point at it.";
    "AuthorityKeyIdentifier", X509_AUTHORITY_KEY:
        "Points at the issuer's key, for an issuer that has several.";
    "keyIdentifier", X509_AUTHORITY_KEY:
        "The issuer's key by its short name: what the issuer's certificate has as subjectKeyIdentifier.";
    "authorityCertIssuer", X509_AUTHORITY_KEY, rare:
        "Points at the issuer's certificate by the name of who issued that one.";
    "authorityCertSerialNumber", X509_AUTHORITY_KEY, rare:
        "Points at the issuer's certificate by its serial number.";
    "KeyUsage", X509_KEY_USAGE:
        "What the key may be used for, one bit each: digitalSignature to prove who one is, keyCertSign to sign \
         certificates, cRLSign to sign lists of revoked ones.";
    "BasicConstraints", X509_BASIC_CONSTRAINTS:
        "Whether the subject may issue certificates. An empty one says that it may not.";
    "cA", X509_BASIC_CONSTRAINTS:
        "TRUE: the subject is an authority and may issue certificates.";
    "pathLenConstraint", X509_BASIC_CONSTRAINTS:
        "How many further authorities may stand between this one and the last certificate of a chain. 0: none.";
    "NameConstraints", X509_NAME_CONSTRAINTS, rare:
        "For which names this authority, and those below it, may issue certificates.";
    "permittedSubtrees", X509_NAME_CONSTRAINTS, rare:
        "A name of one of these forms must be within one of these subtrees.";
    "excludedSubtrees", X509_NAME_CONSTRAINTS, rare:
        "No name may be within one of these subtrees.";
    "GeneralSubtree", X509_NAME_CONSTRAINTS, rare:
        "A name and all names below it; of addresses, a range.";
    "minimum", X509_NAME_CONSTRAINTS, rare:
        "How many levels below the name the subtree begins. It must be 0.";
    "dNSName" within "NameConstraints", X509_NAME_CONSTRAINTS, rare:
        "A DNS name: it stands for itself and for all names that end with its labels.";
    "iPAddress" within "NameConstraints", X509_NAME_CONSTRAINTS, rare:
        "A range of IP addresses: an address, and a mask of the bits in which all must agree with it.";
    "directoryName" within "NameConstraints", X509_NAME_CONSTRAINTS, rare:
        "A distinguished name: it stands for all that begin with it.";
    "ExtKeyUsageSyntax", X509_EXTENDED_KEY_USAGE:
        "The purposes for which the key may be used.";
    "KeyPurposeId", X509_EXTENDED_KEY_USAGE:
        "One purpose. id-kp-serverAuth: to authenticate a TLS server.";
    "GeneralNames", X509_ALT_NAME:
        "The names that the certificate is for. The name the client asked for must be among them.";
    "GeneralName", X509_ALT_NAME, rare:
        "A name of another kind.";
    "dNSName", X509_ALT_NAME:
        "A DNS name that the certificate is for. This is what the client compares with the name it asked for.";
    "iPAddress", X509_ALT_NAME, rare:
        "An IP address that the certificate is for.";
    "rfc822Name", X509_ALT_NAME, rare:
        "An e-mail address that the certificate is for.";
    "uniformResourceIdentifier", X509_ALT_NAME, rare:
        "A URI that the certificate is for.";
    "directoryName", X509_ALT_NAME, rare:
        "A distinguished name that the certificate is for.";
}
