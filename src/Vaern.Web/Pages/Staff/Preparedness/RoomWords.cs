using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>The words for what the program did in a room.</summary>
public static class RoomWords
{
    public static string Act(Texts texts, TimeText time, string act, IReadOnlyList<string> values) => act switch
    {
        "room-opened" or "room-entered" => texts[$"prep.act.{act}", texts[$"room.role.{values[0]}"]],
        "talk-card" => texts["prep.act.talk-card", values[0], PrepFields.Day(values[1]) is { } day ? time.Date(day) : values[1]],
        _ => texts[$"prep.act.{act}", [.. values]],
    };
}
