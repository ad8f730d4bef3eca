/** What the model sees: the service's own shape, sent as JSON text in the result of `takeObservation`. */
export interface Observation {
  readonly activeURL: string;
  readonly browserDimensions: {
    readonly windowWidth: number;
    readonly windowHeight: number;
    readonly scrollHeight: number;
    readonly scrollWidth: number;
    readonly scrollLeft: number;
    readonly scrollTop: number;
  };
  /** Element id → its box in CSS pixels of the viewport; `{}` unless the session is replayable. */
  readonly idToBboxMap: Readonly<Record<string, { x: number; y: number; width: number; height: number }>>;
  /** `data:image/jpeg;base64,…`, as many pixels as the viewport has CSS pixels. */
  readonly screenshotBase64: string;
  /** `''` unless the session is replayable. */
  readonly simplifiedDOM: string;
  /** Milliseconds since the epoch. */
  readonly timestamp_ms: number;
  readonly userAgent: string;
}

/** Characters of an address; a page may give itself one of two million. */
const URL_LIMIT = 8_000;
/** Characters of the simplified DOM; a request to the service holds 5 MB, and the screenshot needs its part. */
const DOM_LIMIT = 1_000_000;
const TOO_LARGE = '(The page is too large to be given as text.)';

/** The observation as it can be sent, whatever the page is like. */
export function sendable(observation: Observation): Observation {
  const fits = observation.simplifiedDOM.length <= DOM_LIMIT;
  return {
    ...observation,
    activeURL: observation.activeURL.slice(0, URL_LIMIT),
    ...(!fits && { simplifiedDOM: TOO_LARGE, idToBboxMap: {} }),
  };
}
