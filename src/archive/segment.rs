//! One immutable Parquet file: the readings that one import brought for one series.
//!
//! | column | Parquet type | what |
//! |---|---|---|
//! | `time` | INT64, TIMESTAMP(ms, UTC) | end of the interval, or the moment |
//! | `value` | INT64, DECIMAL(18, 3), or DOUBLE; null for "no value" | SI |
//! | `quality`, `flag`, `file`, `line`, `column`, `revision` | INT32 | as in [`crate::series`] |
//!
//! Whole numbers are delta-packed, which stores a 15-minute series in one to two bytes a reading. Values whose
//! three decimals are exact are decimals, so that any engine reads 1.274 and not 1.2740000000000002; a series that
//! needs more (converted from feet, say) is a DOUBLE as a whole. An engine that reads both kinds at once must be
//! told to find their common type (`union_by_name` of DuckDB), else it takes the type of the first file. The key,
//! the flag texts and the files stand in the file's metadata.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{
    Compression, Encoding, LogicalType, Repetition, TimeUnit, Type as PhysicalType, ZstdLevel,
};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::reader::{FileReader as _, RowGroupReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use crate::domain::SeriesKey;
use crate::series::{Columns, FileOrigin};

/// Rows of a row group; readers of a part skip the others by their first and last time.
const GROUP: usize = 65_536;
/// Decimals of a decimal column: mm of stage, l/s, 0.001 mm of rain. One number for all files, because engines
/// that read many files at once round the later ones to the decimals of the first.
const SCALE: i32 = 3;
/// 10^15: up to here whole numbers and their division by a power of ten are exact in a float.
const EXACT: f64 = 1e15;

/// Readings of one key, sorted by time and, at one time, by revision.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segment {
    pub(super) key: SeriesKey,
    pub(super) flags: Vec<Arc<str>>,
    pub(super) files: Vec<FileOrigin>,
    pub(super) columns: Columns,
}

/// [`SCALE`] when its decimals hold every value exactly.
fn scale(values: &[f64]) -> Option<i32> {
    values
        .iter()
        .filter(|value| !value.is_nan())
        .all(|&value| unscaled(value, SCALE).is_some())
        .then_some(SCALE)
}

/// `value * 10^scale` when that is whole and leads back to `value`.
fn unscaled(value: f64, scale: i32) -> Option<i64> {
    let whole = (value * 10f64.powi(scale)).round();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "below 10^15 a float that was rounded is a whole number that fits"
    )]
    let number = whole as i64;
    (whole.abs() < EXACT && rescaled(number, scale) == value).then_some(number)
}

/// `number / 10^scale`, correctly rounded because both are exact.
fn rescaled(number: i64, scale: i32) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "written below 10^15, where a float is exact"
    )]
    let number = number as f64;
    number / 10f64.powi(scale)
}

fn schema(scale: Option<i32>) -> ParquetResult<TypePtr> {
    let time = Type::primitive_type_builder("time", PhysicalType::INT64)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::timestamp(true, TimeUnit::MILLIS)))
        .build()?;
    let value = match scale {
        Some(scale) => Type::primitive_type_builder("value", PhysicalType::INT64)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(Some(LogicalType::decimal(scale, 18)))
            .with_precision(18)
            .with_scale(scale)
            .build()?,
        None => Type::primitive_type_builder("value", PhysicalType::DOUBLE)
            .with_repetition(Repetition::OPTIONAL)
            .build()?,
    };
    let mut fields = vec![Arc::new(time), Arc::new(value)];
    for name in ["quality", "flag", "file", "line", "column", "revision"] {
        fields.push(Arc::new(
            Type::primitive_type_builder(name, PhysicalType::INT32)
                .with_repetition(Repetition::REQUIRED)
                .build()?,
        ));
    }
    Ok(Arc::new(
        Type::group_type_builder("reading")
            .with_fields(fields)
            .build()?,
    ))
}

fn properties(segment: &Segment, scale: Option<i32>) -> ParquetResult<WriterPropertiesPtr> {
    let mut metadata = vec![
        entry("schema", &"readings/1")?,
        entry("key", &segment.key)?,
        entry(
            "flags",
            &segment
                .flags
                .iter()
                .map(AsRef::as_ref)
                .collect::<Vec<&str>>(),
        )?,
        entry("files", &segment.files)?,
    ];
    if let Some(scale) = scale {
        metadata.push(entry("scale", &scale)?);
    }
    let builder = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_dictionary_enabled(false)
        .set_encoding(Encoding::DELTA_BINARY_PACKED)
        .set_created_by("thalweg".to_owned())
        .set_key_value_metadata(Some(metadata));
    let builder = if scale.is_none() {
        builder.set_column_encoding("value".into(), Encoding::PLAIN)
    } else {
        builder
    };
    Ok(Arc::new(builder.build()))
}

fn entry<T: serde::Serialize + ?Sized>(key: &str, value: &T) -> ParquetResult<KeyValue> {
    let text =
        serde_json::to_string(value).map_err(|error| ParquetError::General(error.to_string()))?;
    Ok(KeyValue::new(key.to_owned(), text))
}

/// The bytes of the Parquet file; equal segments give equal bytes.
pub(super) fn encode(segment: &Segment) -> ParquetResult<Vec<u8>> {
    let columns = &segment.columns;
    let scale = scale(&columns.value);
    let mut writer = SerializedFileWriter::new(
        Vec::with_capacity(columns.len() * 4 + 4096),
        schema(scale)?,
        properties(segment, scale)?,
    )?;
    let mut from = 0;
    while from < columns.len() {
        let rows = from..(from + GROUP).min(columns.len());
        let mut group = writer.next_row_group()?;
        column::<Int64Type>(&mut group, &columns.time[rows.clone()], None)?;
        values(&mut group, &columns.value[rows.clone()], scale)?;
        whole(&mut group, &columns.quality[rows.clone()])?;
        whole(&mut group, &columns.flag[rows.clone()])?;
        whole(&mut group, &columns.file[rows.clone()])?;
        whole(&mut group, &columns.line[rows.clone()])?;
        whole(&mut group, &columns.column[rows.clone()])?;
        whole(&mut group, &columns.revision[rows.clone()])?;
        group.close()?;
        from = rows.end;
    }
    writer.into_inner()
}

type Group<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

fn column<T: DataType>(
    group: &mut Group<'_>,
    values: &[T::T],
    defined: Option<&[i16]>,
) -> ParquetResult<()> {
    let mut writer = group
        .next_column()?
        .ok_or_else(|| ParquetError::General("the schema has no further column".to_owned()))?;
    writer.typed::<T>().write_batch(values, defined, None)?;
    writer.close()
}

fn values(group: &mut Group<'_>, values: &[f64], scale: Option<i32>) -> ParquetResult<()> {
    let defined: Vec<i16> = values
        .iter()
        .map(|value| i16::from(!value.is_nan()))
        .collect();
    let present = values.iter().copied().filter(|value| !value.is_nan());
    match scale {
        Some(scale) => {
            let numbers: Vec<i64> = present.filter_map(|value| unscaled(value, scale)).collect();
            column::<Int64Type>(group, &numbers, Some(&defined))
        }
        None => {
            let present: Vec<f64> = present.collect();
            column::<DoubleType>(group, &present, Some(&defined))
        }
    }
}

/// A column of 32-bit numbers; above 2^31 they wrap, and reading wraps back.
fn whole<T: Copy + Into<u32>>(group: &mut Group<'_>, values: &[T]) -> ParquetResult<()> {
    let numbers: Vec<i32> = values
        .iter()
        .map(|&value| value.into().cast_signed())
        .collect();
    column::<Int32Type>(group, &numbers, None)
}

/// The readings of a Parquet file that [`encode`] wrote.
pub(super) fn decode(bytes: Bytes) -> ParquetResult<Segment> {
    let reader = SerializedFileReader::new(bytes)?;
    let file = reader.metadata().file_metadata();
    let metadata = file.key_value_metadata().map_or(&[][..], Vec::as_slice);
    let text = |key: &str| {
        metadata
            .iter()
            .find(|entry| entry.key == key)
            .and_then(|entry| entry.value.as_deref())
    };
    let key: SeriesKey = parsed("key", text("key"))?;
    let flags: Vec<String> = parsed("flags", text("flags"))?;
    let files = parsed("files", text("files"))?;
    let scale = text("scale")
        .map(|scale| parsed("scale", Some(scale)))
        .transpose()?;
    let rows = usize::try_from(file.num_rows()).unwrap_or(0);
    let mut columns = Columns::default();
    columns.time.reserve(rows);
    columns.value.reserve(rows);
    for at in 0..reader.num_row_groups() {
        let group = reader.get_row_group(at)?;
        read_group(&*group, scale, &mut columns)?;
    }
    Ok(Segment {
        key,
        flags: flags.into_iter().map(Arc::from).collect(),
        files,
        columns,
    })
}

fn parsed<T: serde::de::DeserializeOwned>(key: &str, text: Option<&str>) -> ParquetResult<T> {
    let text = text.ok_or_else(|| ParquetError::General(format!("its metadata has no {key}")))?;
    serde_json::from_str(text)
        .map_err(|error| ParquetError::General(format!("its metadata {key}: {error}")))
}

fn read_group(
    group: &dyn RowGroupReader,
    scale: Option<i32>,
    columns: &mut Columns,
) -> ParquetResult<()> {
    columns.time.extend(read::<Int64Type>(group, 0)?.0);
    match scale {
        Some(scale) => {
            let (numbers, defined) = read::<Int64Type>(group, 1)?;
            let values = numbers.into_iter().map(|number| rescaled(number, scale));
            spread(values, &defined, &mut columns.value);
        }
        None => {
            let (values, defined) = read::<DoubleType>(group, 1)?;
            spread(values.into_iter(), &defined, &mut columns.value);
        }
    }
    columns.quality.extend(small::<u8>(group, 2)?);
    columns.flag.extend(small::<u16>(group, 3)?);
    columns.file.extend(small::<u32>(group, 4)?);
    columns.line.extend(small::<u32>(group, 5)?);
    columns.column.extend(small::<u16>(group, 6)?);
    columns.revision.extend(small::<u32>(group, 7)?);
    Ok(())
}

/// Values to the rows that have one, NaN to the others.
fn spread(mut values: impl Iterator<Item = f64>, defined: &[i16], into: &mut Vec<f64>) {
    into.extend(defined.iter().map(|&level| {
        if level == 0 {
            f64::NAN
        } else {
            values.next().unwrap_or(f64::NAN)
        }
    }));
}

/// Values and definition levels of a column of one row group.
fn read<T: DataType>(
    group: &dyn RowGroupReader,
    at: usize,
) -> ParquetResult<(Vec<T::T>, Vec<i16>)> {
    let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(at)?);
    let mut values = Vec::with_capacity(rows);
    let mut levels = Vec::with_capacity(rows);
    reader.read_records(rows, Some(&mut levels), None, &mut values)?;
    Ok((values, levels))
}

fn small<T: TryFrom<u32>>(group: &dyn RowGroupReader, at: usize) -> ParquetResult<Vec<T>> {
    read::<Int32Type>(group, at)?
        .0
        .into_iter()
        .map(|number| {
            T::try_from(number.cast_unsigned()).map_err(|_| {
                ParquetError::General(format!("column {at} holds {number}, which does not fit"))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_decimals_are_kept_as_whole_numbers() {
        for (values, expect) in [
            (vec![1.274, 12.0, f64::NAN, -0.5], Some(3)),
            (vec![127.0, -3.0], Some(3)),
            (vec![0.1 + 0.2], None),
            (vec![35.2 * 0.028_316_846_592], None),
            (vec![1.0, 0.000_1], None),
            (vec![1e18], None),
            (vec![], Some(3)),
        ] {
            assert_eq!(scale(&values), expect, "{values:?}");
        }
    }
}
