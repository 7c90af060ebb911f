const TONES = {
    success: [{ frequency: 1320, seconds: 0.09 }],
    info: [{ frequency: 880, seconds: 0.07 }],
    warning: [
        { frequency: 660, seconds: 0.12 },
        { frequency: 880, seconds: 0.12 },
    ],
    danger: [
        { frequency: 240, seconds: 0.18 },
        { frequency: 180, seconds: 0.3 },
    ],
};

let audio;

/**
 * Say by sound what the colour says by sight: one short high tone is good, two low ones are a refusal.
 * A device without sound, or a browser that does not allow it yet, stays silent.
 *
 * @param {"success"|"info"|"warning"|"danger"} level
 */
export function playLevel(level) {
    if (level === "danger") {
        navigator.vibrate?.([150, 80, 150]);
    }
    try {
        audio = audio || new AudioContext();
        let start = audio.currentTime;
        for (const { frequency, seconds } of TONES[level] || TONES.info) {
            const tone = audio.createOscillator();
            const volume = audio.createGain();
            tone.frequency.value = frequency;
            volume.gain.value = 0.15;
            tone.connect(volume).connect(audio.destination);
            tone.start(start);
            tone.stop(start + seconds);
            start += seconds;
        }
    } catch {
        // The message is on the screen all the same.
    }
}
