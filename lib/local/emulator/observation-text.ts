import * as z from 'zod';

const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** The text of a `takeObservation` result, parsed. */
export const observationText = z.object({
  activeURL: z.string(),
  browserDimensions: z.object({
    windowWidth: z.number(),
    windowHeight: z.number(),
    scrollHeight: z.number(),
    scrollWidth: z.number(),
    scrollLeft: z.number(),
    scrollTop: z.number(),
  }),
  idToBboxMap: z.record(z.string(), box),
  screenshotBase64: z.string(),
  simplifiedDOM: z.string(),
  timestamp_ms: z.number(),
  userAgent: z.string(),
});
