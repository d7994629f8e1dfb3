namespace Vaern.Screening.Importing;

/// <summary>CSV from other tools: whoever exports it answers for its being public; the columns are found by heading or given.</summary>
internal static class CsvReader
{
    private const int Trial = 1000;

    public static void Read(TextReader source, CsvShape shape, ImportRun run)
    {
        var columns = shape.Columns(run.Options.Columns)!;
        var records = new CsvRecords(source, shape.Delimiter);
        var (text, time, id, author) = (shape.Index(columns.Text), shape.Index(columns.Time), shape.Index(columns.Id), shape.Index(columns.Author));
        var (channel, reply) = (shape.Index(columns.Channel), shape.Index(columns.ReplyTo));
        records.Next();
        var (read, bad) = (0, 0);
        while (!run.IsRefused && records.Next() is { } record)
        {
            read++;
            if (record.Count != shape.Headings.Count)
            {
                bad++;
                run.Malformed(records.Line);
                if (read <= Trial && read >= 10 && bad > Math.Min(read, Trial) / 5 && (read == Trial || bad > Trial / 5)) run.RefuseFile(FileRefusals.NotRecognised);
                continue;
            }
            var message = run.Message;
            message.Clear();
            message.Chat = channel < 0 ? "csv" : record[channel];
            message.AddLine(record[text]);
            if (author >= 0 && record[author].Trim() is { Length: > 0 } name)
            {
                (message.Author, message.AuthorName) = ($"name:{name}", name);
                run.Participants.AddHandle($"name:{name}", name);
            }
            if (time >= 0) message.At = shape.Time(record[time], run);
            if (reply >= 0 && record[reply].Length > 0) message.ReplyTo = record[reply];
            message.Id = id >= 0 && record[id].Length > 0 ? record[id] : SeenMessages.Hash($"{(time < 0 ? "" : record[time])}\0{message.Author}", record[text]).ToString("x16", null);
            run.TakeMessage();
        }
        if (read > 0 && read < Trial && bad > read / 5 && bad > 1) run.RefuseFile(FileRefusals.NotRecognised);
        if (records.IsOpen) run.WarnOnce(ImportWarnings.Truncated);
    }

    /// <summary>A cell for export: what a spreadsheet would take for a formula gets an apostrophe.</summary>
    public static string Safe(string cell) => cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + cell : cell;
}
