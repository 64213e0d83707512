/** A sound drawn: its outline, how long and how loud it is, and which part of it is kept. */

import { useWords } from "../words/words";

interface Props {
  title: string;
  points: readonly number[];
  seconds: number;
  level: number;
  /** The part that is kept, in seconds. */
  kept?: readonly [number, number];
}

const WIDTH = 400;
const HEIGHT = 64;

export function Waveform({ title, points, seconds, level, kept }: Props) {
  const { t } = useWords();
  const values = { seconds: seconds.toFixed(1), level: level.toFixed(0) };
  const scale = seconds > 0 ? WIDTH / seconds : 0;
  return (
    <figure className="wave">
      <figcaption>
        <span>{title}</span>
        <span className="muted">{t("sound.facts", values)}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={`${title}: ${t("sound.facts", values)}`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        <path className="wave-shape" d={shape(points)} />
        {kept && (
          <>
            <rect className="wave-cut" x={0} y={0} width={kept[0] * scale} height={HEIGHT} />
            <rect
              className="wave-cut"
              x={kept[1] * scale}
              y={0}
              width={Math.max(0, WIDTH - kept[1] * scale)}
              height={HEIGHT}
            />
          </>
        )}
      </svg>
    </figure>
  );
}

/** Return the outline mirrored at the middle line, as the path of one closed shape. */
export function shape(points: readonly number[]): string {
  const middle = HEIGHT / 2;
  const step = WIDTH / Math.max(1, points.length - 1);
  const at = (index: number, sign: number): string => {
    const height = Math.max(0.4, (points[index] ?? 0) * (middle - 2));
    return `${(index * step).toFixed(1)} ${(middle - sign * height).toFixed(1)}`;
  };
  const above = points.map((_, index) => at(index, 1));
  const below = points.map((_, index) => at(index, -1)).toReversed();
  return points.length ? `M${[...above, ...below].join("L")}Z` : "";
}
