/** An element of the simplified DOM. */
export interface DomNode {
  readonly tag: string;
  readonly id: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (DomNode | string)[];
  /** The visible part, in CSS pixels of the viewport; absent for what cannot be pointed at. */
  readonly box?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Can be clicked though nothing in its attributes says so. */
  readonly isClickable: boolean;
  /** For a frame element: which one of the document's it is, and where its content begins. */
  readonly frame?: { readonly index: number; readonly left: number; readonly top: number };
}

/** The visible part of the viewport that a document shows in. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
