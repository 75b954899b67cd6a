// Pictures that can be laid under a drawing, and the files that say where.
export const PICTURE = /\.(png|jpe?g|webp|gif)$/i;
export const WORLD = /\.(pgw|pngw|jgw|jpgw|jpegw|wld|gfw|webpw)$/i;
