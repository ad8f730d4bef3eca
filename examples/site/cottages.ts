/** One cottage to let. `pricePerNight` is in pounds. */
export interface Cottage {
  readonly slug: string;
  readonly name: string;
  readonly place: string;
  readonly sleeps: number;
  readonly bedrooms: number;
  readonly dogs: boolean;
  readonly pricePerNight: number;
  readonly summary: string;
  readonly facilities: readonly string[];
  /** Arrival days that are taken, out of {@link arrivalDays}. */
  readonly taken: readonly string[];
  /** Colours of the picture: sky, land, walls. */
  readonly colours: readonly [sky: string, land: string, walls: string];
}

/** The Saturdays of the season, on which every let begins. */
export const arrivalDays = ['Saturday 5 June', 'Saturday 12 June', 'Saturday 19 June', 'Saturday 26 June'] as const;

export const cottages: readonly Cottage[] = [
  {
    slug: 'harbour-cottage',
    name: 'Harbour Cottage',
    place: 'Wells-next-the-Sea',
    sleeps: 4,
    bedrooms: 2,
    dogs: true,
    pricePerNight: 128,
    summary: 'A fisherman’s cottage on the quay, with the boats below the kitchen window.',
    facilities: ['Wood stove', 'Wi-Fi', 'Washing machine', 'Walled garden', 'Travel cot'],
    taken: ['Saturday 12 June'],
    colours: ['#cfe6ef', '#3f7f93', '#f6efe2'],
  },
  {
    slug: 'sea-view-barn',
    name: 'Sea View Barn',
    place: 'Salthouse',
    sleeps: 6,
    bedrooms: 3,
    dogs: true,
    pricePerNight: 164,
    summary: 'A flint barn above the marsh: one long room, three bedrooms and the whole horizon.',
    facilities: ['Underfloor heating', 'Wi-Fi', 'Dishwasher', 'Telescope', 'Parking for three cars'],
    taken: ['Saturday 5 June', 'Saturday 26 June'],
    colours: ['#fbe3c6', '#7d9a6b', '#d9b48f'],
  },
  {
    slug: 'keepers-house',
    name: "Lighthouse Keeper's House",
    place: 'Happisburgh',
    sleeps: 5,
    bedrooms: 3,
    dogs: false,
    pricePerNight: 189,
    summary: 'White walls at the edge of the sea, and the red and white tower across the field.',
    facilities: ['Open fire', 'Wi-Fi', 'Piano', 'Bath with a view', 'Bicycles'],
    taken: [],
    colours: ['#d8dcf0', '#5c6f9e', '#ffffff'],
  },
  {
    slug: 'old-chapel',
    name: 'The Old Chapel',
    place: 'Little Walsingham',
    sleeps: 4,
    bedrooms: 2,
    dogs: false,
    pricePerNight: 142,
    summary: 'Tall windows, a gallery to read in and an orchard behind, in a village of timber houses.',
    facilities: ['Range cooker', 'Wi-Fi', 'Record player', 'Orchard', 'Parking'],
    taken: ['Saturday 19 June'],
    colours: ['#e6efd6', '#86a35a', '#cbb9a6'],
  },
  {
    slug: 'millers-loft',
    name: "Miller's Loft",
    place: 'Burnham Overy',
    sleeps: 2,
    bedrooms: 1,
    dogs: false,
    pricePerNight: 96,
    summary: 'The top floor of a watermill for two, with the river running under the floor.',
    facilities: ['Wi-Fi', 'Rowing boat', 'Coffee machine', 'Balcony over the river'],
    taken: [],
    colours: ['#d9efe6', '#4f8f7c', '#b9836a'],
  },
  {
    slug: 'heather-croft',
    name: 'Heather Croft',
    place: 'Kelling Heath',
    sleeps: 3,
    bedrooms: 2,
    dogs: true,
    pricePerNight: 110,
    summary: 'Quiet rooms on the heath, a steam railway within earshot and dark skies at night.',
    facilities: ['Wood stove', 'Wi-Fi', 'Fenced garden', 'Fire pit', 'Parking'],
    taken: ['Saturday 12 June', 'Saturday 19 June'],
    colours: ['#eadcf0', '#8a6d9c', '#efe4d2'],
  },
];

export const findCottage = (slug: string): Cottage | undefined => cottages.find((cottage) => cottage.slug === slug);

/** What a visitor searches for. An empty `where` is anywhere; `guests` 0 is any number. */
export interface Search {
  readonly where: string;
  readonly guests: number;
  readonly dogs: boolean;
}

export function searchCottages({ where, guests, dogs }: Search): readonly Cottage[] {
  const wanted = where.trim().toLowerCase();
  return cottages.filter(
    ({ name, place, summary, sleeps, dogs: welcome }) =>
      `${name} ${place} ${summary}`.toLowerCase().includes(wanted) && sleeps >= guests && (welcome || !dogs),
  );
}
