using Vaern.App.Accounts;
using Vaern.Rules;

namespace Vaern.Web.Pages.Staff.Rules;

/// <summary>Whose duties there are to read; one's own first.</summary>
public sealed class DutiesModel : StaffPage
{
    public IReadOnlyList<DutyPlace> Mine =>
    [
        .. Me.Posts.SelectMany(Keys).Distinct().Select(DutyPlace.Find).OfType<DutyPlace>(),
    ];

    private IEnumerable<string> Keys(Post post)
    {
        if (Town.Units.Find(post.Unit)?.Kind == "school" && post.Role is "school_leader" or "key_person" or "teacher")
        {
            yield return DutyPlace.PrimarySchool;
        }

        yield return post.Role.Replace('_', '-');
    }

    public void OnGet()
    {
    }
}
