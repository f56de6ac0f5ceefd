/**
 * A model that ONNX's own library wrote (onnx 1.12, helper.make_model): every kind of attribute, type and data that it has.
 * It holds the schema against what others write.
 */
const base64 = [
  'CAgSBW1ha2VyGgMxLjI60gUKoQMKAXgKAAoBdxIBeRoCbjEiBE1hbnkqEgoDYmlnGICAgICAgICAQKABAioLCgFmFQAAAD+g',
  'AQEqFQoGZmxvYXRzPQAAgD89AACAvqABBiorCgFnMiMKEAoBeBIBYiIISWRlbnRpdHkSBHRoZW5iCQoBYhIECgIIAaABBSow',
  'CgZncmFwaHNaIwoQCgF4EgFiIghJZGVudGl0eRIEdGhlbmIJCgFiEgQKAggBoAEKKhEKAWkY/f//////////AaABAiodCgRp',
  'bnRzQAFA////////////AUCAgICAgCCgAQcqDAoDcmF3IgL//qABAyoMCgFzIgR0ZXh0oAEDKhIKB3N0cmluZ3NKAWFKAWKg',
  'AQgqHQoBdCoVCAIQASIIAADAPwAAAMBCBWlubmVyoAEEKjoKB3RlbnNvcnNSFQgCEAEiCAAAwD8AAADAQgVpbm5lclIVCAIQ',
  'ASIIAADAPwAAAMBCBWlubmVyoAEJKhoKAnRwchEKDwgDEgsKAggBCgMSAU4KAKABDSoSCgN0cHN6CCIGCgQKAggBoAEOOgZt',
  'eS5vd24SBG1haW4qFQgDEAMqDAH+//////////8Bf0IBdyoeCAIQBzoT////////////AYCAgICAgICAQEIDaTY0KhAIAhAI',
  'MgFhMgJiY0IDc3RyKhUIARANQgN1NjRaCoCAgICAgICAgAEqEQgBEAtCAWRSCJqZmZmZmbk/Kg4IAhAKKgWAeICAA0IBaCoP',
  'CAIQBUIDcmF3SgQBAP//WhoKAXgSFQoTCAESDwoHEgViYXRjaAoCCAMKAFoTCgFzEg4iDAoKCggIARIECgIIAloTCgFvEg5K',
  'DAoKCggIAhIECgIIAVoRCgFtEgwqCggIEgYKBAgHEgBaDwoBcBIKQggIARIECgIICVoGCgRub25lYg8KAXkSCgoICAoSBAoC',
  'CAFqDwoBdhIKCggICRIECgIIBEIECgAQDUIKCgZteS5vd24QAnIMCgNrZXkSBXZhbHVlygFCCgVUd2ljZSIBYSoBYzIFYWxw',
  'aGE6HgoBYQoBYRIBYyIDQWRkKg4KAWugAQGqAQVhbHBoYUoECgAQEFIGbXkub3du',
];

export const everyField = new Uint8Array(Buffer.from(base64.join(''), 'base64'));
