// request.cf as Cloudflare would fill it. workerd itself only knows the address of the
// client.
import { hasOwn, own, uncurry } from "dotool:own";

const cf = own(Request.prototype, "cf");
const ofRequest = cf?.get && uncurry(cf.get);
if (cf?.get) {
  Object.defineProperty(Request.prototype, "cf", {
    __proto__: null,
    ...cf,
    get() {
      const given = ofRequest(this);
      if (!given || !hasOwn(given, "clientIp")) return given;
      const { clientIp, ...rest } = given;
      return { ...colo, ...rest };
    },
  });
}
// The same location as in wrangler dev.
const colo = {
  asOrganization: "",
  asn: 395747,
  colo: "DFW",
  city: "Austin",
  region: "Texas",
  regionCode: "TX",
  metroCode: "635",
  postalCode: "78701",
  country: "US",
  continent: "NA",
  timezone: "America/Chicago",
  latitude: "30.27130",
  longitude: "-97.74260",
  clientTcpRtt: 0,
  httpProtocol: "HTTP/1.1",
  requestPriority: "weight=192;exclusive=0",
  tlsCipher: "AEAD-AES128-GCM-SHA256",
  tlsVersion: "TLSv1.3",
  tlsClientAuth: {
    certIssuerDNLegacy: "",
    certIssuerDN: "",
    certIssuerDNRFC2253: "",
    certIssuerSKI: "",
    certSubjectDNLegacy: "",
    certSubjectDN: "",
    certSubjectDNRFC2253: "",
    certFingerprintSHA1: "",
    certFingerprintSHA256: "",
    certNotBefore: "",
    certNotAfter: "",
    certSerial: "",
    certSKI: "",
    certPresented: "0",
    certVerified: "NONE",
    certRevoked: "0",
  },
};

// Whether a request came from outside, not from this process, which has no address.
export function fromOutside(request) {
  if (!cf?.get) return true; // unknown at dates before 2022
  const given = ofRequest(request);
  return typeof given === "object" && given !== null && hasOwn(given, "clientIp");
}
