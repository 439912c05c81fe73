//! `BlurHash`: a picture's colours in two dozen characters, to show until it is there.
//!
//! The picture is taken apart into cosine waves, and the slowest of them are kept: the mean, and
//! eleven more (<https://github.com/woltapp/blurhash/blob/master/Algorithm.md>).

use std::f32::consts::PI;

use image::{DynamicImage, RgbImage};

/// How many waves across and down.
const ACROSS: u8 = 4;
const DOWN: u8 = 3;
/// More pixels change nothing that is kept.
const SIDE: u32 = 32;

const DIGITS: &[u8; 83] =
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

/// The hash of a picture.
pub(super) fn of(image: &DynamicImage) -> String {
    let small = image.thumbnail(SIDE, SIDE).to_rgb8();
    let waves = (0..DOWN).flat_map(|down| (0..ACROSS).map(move |across| (across, down)));
    let mut waves = waves.map(|wave| strength(&small, wave));
    let mean = waves.next().unwrap_or_default();
    let others: Vec<_> = waves.collect();
    let strongest = others.iter().flatten().fold(0_f32, |a, b| a.max(b.abs()));
    let scale = whole(strongest * 166.0 - 0.5, 82);
    // Both are small whole numbers.
    #[expect(clippy::cast_precision_loss, reason = "at most 82")]
    let strongest = (scale as f32 + 1.0) / 166.0;

    let mut hash = String::with_capacity(6 + 2 * others.len());
    write(&mut hash, u32::from(ACROSS - 1 + (DOWN - 1) * 9), 1);
    write(&mut hash, scale, 1);
    let [red, green, blue] = mean.map(to_srgb);
    write(&mut hash, red << 16 | green << 8 | blue, 4);
    for wave in others {
        let [red, green, blue] = wave.map(|colour| {
            let share = colour / strongest;
            whole(share.abs().sqrt().copysign(share) * 9.0 + 9.5, 18)
        });
        write(&mut hash, (red * 19 + green) * 19 + blue, 2);
    }
    hash
}

/// How strong one wave is in each colour.
fn strength(image: &RgbImage, (across, down): (u8, u8)) -> [f32; 3] {
    #[expect(clippy::cast_precision_loss, reason = "at most SIDE")]
    let as_share = |at: u32, of: u32| at as f32 / of as f32;
    let (width, height) = image.dimensions();
    let mut sum = [0_f32; 3];
    for (x, y, pixel) in image.enumerate_pixels() {
        let wave = (PI * f32::from(across) * as_share(x, width)).cos()
            * (PI * f32::from(down) * as_share(y, height)).cos();
        for (sum, colour) in sum.iter_mut().zip(pixel.0) {
            *sum += wave * to_linear(colour);
        }
    }
    let norm = if across == 0 && down == 0 { 1.0 } else { 2.0 };
    sum.map(|sum| sum * norm * as_share(1, width * height))
}

/// Light, from what a screen is told (IEC 61966-2-1).
fn to_linear(colour: u8) -> f32 {
    let share = f32::from(colour) / 255.0;
    if share <= 0.040_45 {
        share / 12.92
    } else {
        ((share + 0.055) / 1.055).powf(2.4)
    }
}

/// And back.
fn to_srgb(light: f32) -> u32 {
    let light = light.clamp(0.0, 1.0);
    let share = if light <= 0.003_130_8 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    };
    whole(share * 255.0 + 0.5, 255)
}

/// Rounded down, from 0 to `most`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "casts from floats saturate, and `most` bounds them"
)]
fn whole(number: f32, most: u32) -> u32 {
    (number.floor() as u32).min(most)
}

fn write(hash: &mut String, number: u32, digits: u32) {
    for place in (0..digits).rev() {
        let digit = number / 83_u32.pow(place) % 83;
        hash.push(char::from(DIGITS[digit as usize]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of one colour is that colour and no waves.
    #[test]
    fn one_colour_is_its_mean() {
        let red = DynamicImage::ImageRgb8(RgbImage::from_pixel(40, 20, image::Rgb([255, 0, 0])));
        let hash = of(&red);
        assert_eq!(hash.len(), 6 + 2 * 11);
        let digit = |c: u8| DIGITS.iter().position(|d| *d == c).unwrap();
        let mean = hash.as_bytes()[2..6]
            .iter()
            .fold(0, |n, c| n * 83 + digit(*c));
        assert_eq!(mean, 0x00ff_0000);
        assert_eq!(&hash[..1], "L");
    }

    /// Two halves make a wave across, and none down.
    #[test]
    fn halves_are_a_wave() {
        let halves =
            RgbImage::from_fn(32, 32, |x, _| image::Rgb([if x < 16 { 255 } else { 0 }; 3]));
        let (across, down) = (strength(&halves, (1, 0)), strength(&halves, (0, 1)));
        assert!(
            across[0] > 0.5 && down[0].abs() < 0.05,
            "{across:?} {down:?}"
        );
    }
}
